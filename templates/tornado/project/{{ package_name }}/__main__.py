"""Starts the server: `python -m` and the name of this package."""

import asyncio
import logging
import signal
from contextlib import suppress

from tornado.options import define, options, parse_command_line

from . import settings
from .app import make_app, server_options

define("host", default=settings.HOST, help="address to serve")
define("port", default=settings.PORT, help="port to serve")
define("debug", default=settings.DEBUG, help="reload, show errors")

log = logging.getLogger(__package__)

# How long a request may still take when the server has been told to stop.
GRACE_SECONDS = 3.0


async def main() -> None:
    parse_command_line()
    app = make_app(
        cookie_secret=settings.SECRET_KEY,
        allowed_hosts=settings.ALLOWED_HOSTS,
        debug=options.debug,
    )

    # Without this a signal would cut off the requests that are running.
    shutdown = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # on Windows
            asyncio.get_running_loop().add_signal_handler(signum, shutdown.set)

    # Without an address, Tornado would listen on every network of this machine.
    how = server_options(https=settings.HTTPS)
    server = app.listen(options.port, address=options.host, **how)
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
