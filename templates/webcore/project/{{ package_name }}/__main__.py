"""Serve the application: `python -m` runs this module."""

import argparse
import signal

from . import config
from .app import make_app
from .ext.security import MAX_BODY_BYTES


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve the application.")
    parser.add_argument("--host", default=config.HOST)
    parser.add_argument("--port", default=config.PORT, type=int)
    parser.add_argument("--debug", action="store_true", help="show errors in pages")
    options = parser.parse_args()

    app = make_app(debug=options.debug)
    # SIGTERM is what a service manager sends. Treat it as Ctrl-C: requests that are
    # being answered are finished, and extensions are told to stop.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    app.serve(
        "waitress",
        host=options.host,
        port=options.port,
        # A larger body is answered with 413 before it has come.
        max_request_body_size=MAX_BODY_BYTES,
        # A web server on this machine that does the TLS may say how the browser came.
        trusted_proxy="127.0.0.1",
        trusted_proxy_headers={"x-forwarded-proto"},
    )


if __name__ == "__main__":
    main()
