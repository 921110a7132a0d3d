"""What the probes of traits ask: see templates/README.md."""

import asyncio
import sys

from aiohttp import WSMsgType, web


async def slow(request: web.Request) -> web.Response:
    # Waiting as this framework waits: for a database, or for another site.
    await asyncio.sleep(0.5)
    return web.Response(text="done")


async def echo(request: web.Request) -> web.WebSocketResponse:
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    async for message in ws:
        if message.type == WSMsgType.TEXT:
            await ws.send_str(message.data)
        elif message.type == WSMsgType.BINARY:
            await ws.send_bytes(message.data)
    return ws


app = web.Application()
app.add_routes([web.get("/slow", slow), web.get("/echo", echo)])
web.run_app(app, host=sys.argv[1], port=int(sys.argv[2]))
