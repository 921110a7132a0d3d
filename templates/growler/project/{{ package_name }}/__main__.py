"""Starts the server: `python -m` and the name of this package."""

import argparse
import asyncio
import logging
import signal
from contextlib import suppress

from . import settings
from .app import create_app
from .http import finish

log = logging.getLogger(__package__)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}")
    parser.add_argument("--host", default=settings.HOST)
    parser.add_argument("--port", type=int, default=settings.PORT)
    parser.add_argument(
        "--debug",
        action="store_true",
        default=settings.DEBUG,
        help="show errors in the browser",
    )
    return parser.parse_args()


async def serve(options: argparse.Namespace) -> None:
    app = create_app(
        asyncio.get_running_loop(),
        secret_key=settings.SECRET_KEY,
        allowed_hosts=settings.ALLOWED_HOSTS,
        https=settings.HTTPS,
        debug=options.debug,
    )

    # Without this a signal would cut off the requests that are running.
    shutdown = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # on Windows
            asyncio.get_running_loop().add_signal_handler(signum, shutdown.set)

    # gen_coroutine: a coroutine to await, because the loop is running already.
    server = await app.create_server(
        gen_coroutine=True, host=options.host, port=options.port
    )
    log.info("Serving http://%s:%s", options.host, options.port)
    await shutdown.wait()

    server.close()
    await finish(app)


def main() -> None:
    # Without this line nobody would see the access log.
    logging.basicConfig(level=logging.INFO)
    # Growler tells of every connection and every middleware.
    logging.getLogger("growler").setLevel(logging.WARNING)
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(parse_arguments()))


if __name__ == "__main__":
    main()
