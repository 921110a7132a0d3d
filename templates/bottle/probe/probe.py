"""What the probes of traits ask: see templates/README.md."""

import time

from bottle import Bottle

app = Bottle()


@app.route("/slow")
def slow() -> str:
    # Waiting as this framework waits: for a database, or for another site.
    time.sleep(0.5)
    return "done"
