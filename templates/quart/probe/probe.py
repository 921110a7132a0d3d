"""What the probes of traits ask: see templates/README.md."""

import asyncio

from quart import Quart, websocket

app = Quart(__name__)


@app.route("/slow")
async def slow() -> str:
    # Waiting as this framework waits: for a database, or for another site.
    await asyncio.sleep(0.5)
    return "done"


@app.websocket("/echo")
async def echo() -> None:
    while True:
        data = await websocket.receive()
        await websocket.send(data)
