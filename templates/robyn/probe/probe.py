"""What the probes of traits ask: see templates/README.md."""

import asyncio
import signal

from robyn import Robyn, WebSocketAdapter, WebSocketDisconnect

# Robyn ends at Ctrl-C, and not at SIGTERM: https://github.com/sparckles/Robyn/issues/1324
signal.signal(signal.SIGTERM, signal.default_int_handler)

app = Robyn(__file__)


@app.get("/slow")
async def slow() -> str:
    # Waiting as this framework waits: for a database, or for another site.
    await asyncio.sleep(0.5)
    return "done"


@app.websocket("/echo")
async def echo(websocket: WebSocketAdapter) -> None:
    try:
        while True:
            await websocket.send_text(await websocket.receive_text())
    except WebSocketDisconnect:
        # Whoever spoke has gone.
        pass


app.start()
