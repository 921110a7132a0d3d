import sys

import compat  # noqa: F401  (restores what newer Pythons removed, before WebCore needs it)
from web.core import Application


class Root:
    def __init__(self, context):
        self._ctx = context

    def hello(self, name="world"):
        """Say hello."""
        return f"Hello {name}."


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
