"""What the probes of traits ask: see templates/README.md."""

import asyncio

from litestar import Litestar, MediaType, get
from litestar.handlers import websocket_listener


@get("/slow", media_type=MediaType.TEXT)
async def slow() -> str:
    # Waiting as this framework waits: for a database, or for another site.
    await asyncio.sleep(0.5)
    return "done"


@websocket_listener("/echo")
async def echo(data: str) -> str:
    return data


app = Litestar([slow, echo])
