"""What the probes of traits ask: see templates/README.md."""

import asyncio

from sanic import HTTPResponse, Request, Sanic, Websocket
from sanic.response import text

app = Sanic("probe")


@app.get("/slow")
async def slow(request: Request) -> HTTPResponse:
    # Waiting as this framework waits: for a database, or for another site.
    await asyncio.sleep(0.5)
    return text("done")


@app.websocket("/echo")
async def echo(request: Request, ws: Websocket) -> None:
    async for message in ws:
        await ws.send(message)
