"""Starts the server: `python -m` and the name of this package."""

import argparse
import logging

from . import settings
from .app import App


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}")
    parser.add_argument("--host", default=settings.HOST)
    parser.add_argument("--port", type=int, default=settings.PORT)
    parser.add_argument(
        "--debug",
        action="store_true",
        default=settings.DEBUG,
        help="show errors in the browser, and every event in the terminal",
    )
    return parser.parse_args()


def main() -> None:
    # Without this line nobody would see the access log.
    logging.basicConfig(level=logging.INFO)
    options = parse_arguments()
    app = App(
        (options.host, options.port),
        secret_key=settings.SECRET_KEY,
        allowed_hosts=settings.ALLOWED_HOSTS,
        https=settings.HTTPS,
        debug=options.debug,
    )
    app.run()


if __name__ == "__main__":
    main()
