"""The application: `create_app` puts its parts together."""

import sys

from litestar import Litestar

from .controllers import HelloController, SystemController
from .lib import logging, openapi, security, static_files
from .lib.settings import Settings


def create_app(settings: Settings | None = None) -> Litestar:
    """Make the application; tests pass settings of their own."""
    settings = settings or Settings.from_env()
    if not settings.secret_key:
        if not settings.debug:
            sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
        settings.secret_key = "dev"  # noqa: S105  (in debug mode only)

    return Litestar(
        route_handlers=[
            HelloController,
            SystemController,
            static_files.create_router(),
        ],
        middleware=[security.AllowedHosts(settings.allowed_hosts)],
        before_send=[security.add_headers],
        logging_config=logging.config,
        # The page about this API is for those who develop it.
        openapi_config=openapi.config if settings.debug else None,
        # Larger request bodies are answered with 413.
        request_max_body_size=1024 * 1024,
        debug=settings.debug,
    )
