"""What the probes of traits ask: see templates/README.md."""

import asyncio

from fastapi import FastAPI, WebSocket
from fastapi.responses import PlainTextResponse

app = FastAPI()


@app.get("/slow", response_class=PlainTextResponse)
async def slow() -> str:
    # Waiting as this framework waits: for a database, or for another site.
    await asyncio.sleep(0.5)
    return "done"


@app.websocket("/echo")
async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    async for message in websocket.iter_text():
        await websocket.send_text(message)
