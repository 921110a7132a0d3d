"""What the probes of traits ask: see templates/README.md."""

import asyncio

from blacksheep import Application, WebSocket, WebSocketDisconnectError, get, ws

app = Application()


@get("/slow")
async def slow() -> str:
    # Waiting as this framework waits: for a database, or for another site.
    await asyncio.sleep(0.5)
    return "done"


@ws("/echo")
async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    try:
        while True:
            await websocket.send_text(await websocket.receive_text())
    except WebSocketDisconnectError:
        # Whoever spoke has gone.
        pass
