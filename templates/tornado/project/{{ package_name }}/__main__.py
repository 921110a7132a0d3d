"""Starts the server: `python -m` and the name of this package."""

import asyncio
import logging
import os
import signal
from contextlib import suppress
from pathlib import Path

from dotenv import load_dotenv
from tornado.options import define, options, parse_command_line

from .app import make_app

# Fills in what the environment does not set.
load_dotenv(Path(__file__).parent.parent / ".env")

define("host", default=os.environ.get("HOST") or "127.0.0.1", help="address to serve")
define("port", default=int(os.environ.get("PORT") or 8000), help="port to serve")
define("debug", default=os.environ.get("DEBUG") == "1", help="reload, show errors")

log = logging.getLogger(__package__)

MAX_BODY_BYTES = 1024 * 1024
# How long a request may still take when the server has been told to stop.
GRACE_SECONDS = 3.0


async def main() -> None:
    parse_command_line()
    # The secret is no option: everybody on this machine can see a command line.
    app = make_app(
        cookie_secret=os.environ.get("SECRET_KEY", ""),
        allowed_hosts=os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(","),
        debug=options.debug,
    )

    # Without this a signal would cut off the requests that are running.
    shutdown = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # on Windows
            asyncio.get_running_loop().add_signal_handler(signum, shutdown.set)

    # Without an address, Tornado would listen on every network of this machine.
    server = app.listen(options.port, address=options.host, max_body_size=MAX_BODY_BYTES)
    log.info("Serving http://%s:%s", options.host, options.port)
    await shutdown.wait()

    # Take no new connections, answer what has been asked, then close the rest.
    server.stop()
    with suppress(TimeoutError):
        async with asyncio.timeout(GRACE_SECONDS):
            while app.settings["running"]:
                await asyncio.sleep(0.05)
    await server.close_all_connections()


if __name__ == "__main__":
    asyncio.run(main())
