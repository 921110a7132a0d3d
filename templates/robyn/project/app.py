"""The application: its parts come together here, and `python app.py` serves it."""

import argparse
import signal
import sys
from pathlib import Path

from robyn import Robyn

import config
from hello import hello_router
from middlewares import setup_middlewares

app = Robyn(__file__)
app.include_router(hello_router)
app.serve_directory("/static", str(Path(__file__).parent / "static"))
setup_middlewares(app)


def main() -> None:
    if not config.SECRET_KEY:
        sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")

    # Robyn reads its own options, such as --log-level, by itself. These it has not.
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--host", default=config.HOST)
    parser.add_argument("--port", type=int, default=config.PORT)
    options, _ = parser.parse_known_args()

    # Robyn would ask for another port, for ever where nobody is there to answer.
    if app.is_port_in_use(options.port):
        sys.exit(f"Port {options.port} is in use already.")

    # Robyn ends at Ctrl-C (SIGINT), but not yet at SIGTERM, with which a service is
    # stopped: https://github.com/sparckles/Robyn/issues/1324. Let both do the same.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    app.start(options.host, options.port)


if __name__ == "__main__":
    main()
