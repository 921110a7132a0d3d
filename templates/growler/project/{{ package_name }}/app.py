"""The application: `create_app` puts its parts together."""

import asyncio
import sys
from collections.abc import Collection
from pathlib import Path

from growler import App

from . import hello
from .errors import not_found, server_error
from .http import Protocol
from .middleware import HTMLRenderer, StaticFiles, log_request
from .security import add_headers, check_host

HERE = Path(__file__).parent


def create_app(
    loop: asyncio.AbstractEventLoop,
    *,
    secret_key: str,
    allowed_hosts: Collection[str],
    https: bool = False,
    debug: bool = False,
) -> App:
    if not secret_key:
        if not debug:
            sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
        secret_key = "dev"  # noqa: S105  (in debug mode only)

    app = App(
        __package__,
        loop=loop,
        debug=debug,
        protocol_factory=Protocol.get_factory,
        # Settings of our own: app["secret_key"], in a handler req.app["secret_key"].
        secret_key=secret_key,
        allowed_hosts={name.strip().lower() for name in allowed_hosts},
        https=https,
        show_errors=debug,
        connections=set(),
    )
    app.disable("x-powered-by")

    # Every request goes through these, in this order, until one has sent an answer.
    app.use(log_request)
    app.use(add_headers)
    app.use(check_host)
    app.use(HTMLRenderer(HERE / "views", reload=debug))
    # Takes the whole path: /static/style.css is public/static/style.css.
    app.use(StaticFiles(HERE / "public"), "/static")
    app.add_router("/", hello.router)

    app.handle_404 = not_found
    app.default_error_handler = server_error
    return app
