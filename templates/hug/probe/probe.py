"""What the probes of traits ask: see templates/README.md."""

import time

import hug


@hug.get("/slow", output=hug.output_format.text)
def slow():
    # Waiting as this framework waits: for a database, or for another site.
    time.sleep(0.5)
    return "done"
