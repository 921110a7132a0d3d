"""The application: its routes and its settings."""

import sys
from collections.abc import Collection
from pathlib import Path
from weakref import WeakSet

import tornado

from .base import NotFoundHandler, StaticFileHandler
from .handlers import HealthHandler, HelloHandler, IndexHandler

HERE = Path(__file__).parent


def make_app(
    *, cookie_secret: str, allowed_hosts: Collection[str], debug: bool = False
) -> tornado.web.Application:
    if not cookie_secret:
        if not debug:
            sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
        cookie_secret = "dev"  # noqa: S105  (in debug mode only)

    return tornado.web.Application(
        [
            (r"/", IndexHandler),
            # The star lets /hello/ in; @removeslash then sends it to /hello.
            (r"/hello/*", HelloHandler),
            (r"/healthz", HealthHandler),
        ],
        template_path=HERE / "templates",
        static_path=HERE / "static",
        cookie_secret=cookie_secret,
        # A form on somebody else's page cannot post to ours.
        cross_origin_protection=True,
        default_handler_class=NotFoundHandler,
        static_handler_class=StaticFileHandler,
        # Reload when a file changes, and show errors in the browser.
        debug=debug,
        # Settings of our own, for BaseHandler.
        allowed_hosts=allowed_hosts,
        running=WeakSet(),
    )


def server_options(*, https: bool) -> dict[str, int | bool]:
    """How the server of this application takes requests; for `HTTPServer`."""
    return {
        # Larger request bodies are answered with 400.
        "max_body_size": 1024 * 1024,
        # Believe what a proxy says of the browser's connection. Tornado then believes
        # everybody, so only where there is a proxy.
        "xheaders": https,
    }
