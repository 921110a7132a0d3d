"""Starts the server: `python -m` and the name of this package."""

import argparse
import logging
import os
from pathlib import Path

from dotenv import load_dotenv

from .app import App


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}")
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000")
    parser.add_argument(
        "--debug",
        action="store_true",
        default=os.environ.get("DEBUG", "").lower() in {"1", "true", "yes", "on"},
        help="show errors in the browser, and every event in the terminal",
    )
    return parser.parse_args()


def main() -> None:
    # Fills in what the environment does not set.
    load_dotenv(Path(__file__).parent.parent / ".env")
    # Without this line nobody would see the access log.
    logging.basicConfig(level=logging.INFO)
    options = parse_arguments()
    app = App(
        (options.host, options.port),
        # The secret is no option: everybody on this machine can see a command line.
        secret_key=os.environ.get("SECRET_KEY", ""),
        allowed_hosts=os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(","),
        debug=options.debug,
    )
    app.run()


if __name__ == "__main__":
    main()
