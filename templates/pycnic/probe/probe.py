"""What the probes of traits ask: see templates/README.md."""

import time

from pycnic.core import WSGI, Handler


class Slow(Handler):
    def get(self):
        # Waiting as this framework waits: for a database, or for another site.
        time.sleep(0.5)
        return "done"


class app(WSGI):  # noqa: N801  (as in Pycnic's documentation)
    routes = [("/slow", Slow())]  # noqa: RUF012  (Pycnic looks for it here)
