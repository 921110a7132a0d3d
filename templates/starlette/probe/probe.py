"""What the probes of traits ask: see templates/README.md."""

import asyncio

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket


async def slow(request: Request) -> PlainTextResponse:
    # Waiting as this framework waits: for a database, or for another site.
    await asyncio.sleep(0.5)
    return PlainTextResponse("done")


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    async for message in websocket.iter_text():
        await websocket.send_text(message)


app = Starlette(routes=[Route("/slow", slow), WebSocketRoute("/echo", echo)])
