"""What the probes of traits ask: see templates/README.md."""

import asyncio

import falcon
import falcon.asgi
from falcon.asgi import Request, Response, WebSocket


class Slow:
    async def on_get(self, req: Request, resp: Response) -> None:
        # Waiting as this framework waits: for a database, or for another site.
        await asyncio.sleep(0.5)
        resp.content_type = falcon.MEDIA_TEXT
        resp.text = "done"


class Echo:
    async def on_websocket(self, req: Request, ws: WebSocket) -> None:
        await ws.accept()
        try:
            while True:
                await ws.send_text(await ws.receive_text())
        except falcon.WebSocketDisconnected:
            pass


app = falcon.asgi.App()
app.add_route("/slow", Slow())
app.add_route("/echo", Echo())
