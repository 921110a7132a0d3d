"""What the probes of traits ask: see templates/README.md."""

import sys
import time

import compat  # noqa: F401  (restores what newer Pythons removed, before WebCore needs it)
from web.core import Application


class Root:
    def __init__(self, context):
        self._ctx = context

    def slow(self):
        """/slow: the name of a method is its path."""
        # Waiting as this framework waits: for a database, or for another site.
        time.sleep(0.5)
        return "done"


if __name__ == "__main__":
    Application(Root).serve(
        "waitress",
        host=sys.argv[1],
        port=int(sys.argv[2]),
        # As for the starter.
        max_request_body_size=1_048_576,
        trusted_proxy="127.0.0.1",
        trusted_proxy_headers={"x-forwarded-proto"},
    )
