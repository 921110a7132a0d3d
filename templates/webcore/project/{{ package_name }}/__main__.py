"""Serve the application: `python -m` runs this module."""

import argparse
import signal

from . import config
from .app import make_app


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
        # Larger request bodies are answered with 413.
        max_request_body_size=1024 * 1024,
    )


if __name__ == "__main__":
    main()
