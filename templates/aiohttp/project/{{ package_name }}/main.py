"""The application: `init_app` puts its parts together, `main` serves it."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web

from .middlewares import setup_middlewares
from .routes import setup_routes, setup_static_routes
from .security import setup_security
from .settings import get_config
from .typedefs import config_key

TEMPLATES = Path(__file__).parent / "templates"
# A stop waits this long for answers that are under way, and at most as long again
# after it has cancelled them. aiohttp's own 60 s are long.
SHUTDOWN_SECONDS = 1.5


async def init_app(argv: Sequence[str] | None = None) -> web.Application:
    """Make the application; `argv` is the command line without the program."""
    # Larger request bodies are answered with 413.
    app = web.Application(client_max_size=1024 * 1024)
    config = app[config_key] = get_config(argv)
    if config.debug:
        # aiohttp shows errors in the browser when asyncio's loop is in debug mode.
        asyncio.get_running_loop().set_debug(True)

    aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(TEMPLATES),
        # Look for changed templates while you develop, and not for every page.
        auto_reload=config.debug,
    )

    setup_routes(app)
    setup_static_routes(app)
    # First the guard: the middleware that is added first sees a request first.
    setup_security(app)
    setup_middlewares(app)
    return app


def main(argv: Sequence[str]) -> None:
    config = get_config(argv)
    # Without this line nobody would see the access log.
    logging.basicConfig(level=logging.INFO)
    web.run_app(
        init_app(argv),
        # Without a host, run_app would listen to the whole network.
        host=config.host,
        port=config.port,
        shutdown_timeout=SHUTDOWN_SECONDS,
    )
