import asyncio
import sys

import compat  # noqa: F401  (restores what newer Pythons removed, before Growler needs it)
from growler import App

# Growler would ask for a loop in a way that Python is about to refuse; in debug mode, which it is in unless told
# otherwise, asyncio checks every step.
loop = asyncio.new_event_loop()
app = App(loop=loop, debug=False)


@app.use
def log_file(req, res):
    print(f"<{req.ip}> {req.path}")


@app.use
def close(req, res):
    # Growler ends the connection after each answer, and does not say so: whoever sends a second request would wait.
    res.set("Connection", "close")


@app.get("/hello")
def hello_world(req, res):
    res.send_text("Hello World!!")


app.create_server_and_run_forever(host=sys.argv[1], port=int(sys.argv[2]))
