"""What the probes of traits ask: see templates/README.md."""

import asyncio
import sys

import compat  # noqa: F401  (restores what newer Pythons removed, before Growler needs it)
from growler import App

app = App(loop=asyncio.new_event_loop(), debug=False)


@app.get("/slow")
async def slow(req, res):
    # Waiting as this framework waits: for a database, or for another site.
    await asyncio.sleep(0.5)
    res.send_text("done")


app.create_server_and_run_forever(host=sys.argv[1], port=int(sys.argv[2]))
