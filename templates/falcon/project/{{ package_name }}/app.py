"""The application: `create_app` puts its parts together."""

import sys
from pathlib import Path

import falcon.asgi
from falcon.asgi import Request, Response

from .config import Config
from .hello import Health, Hello, Index
from .middleware import AllowedHosts, BodyLimit, SecurityHeaders

STATIC = Path(__file__).parent / "static"


def create_app(config: Config | None = None) -> falcon.asgi.App:
    """Make the application; tests pass settings of their own."""
    config = config or Config()
    if not config.secret_key:
        if not config.debug:
            sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
        config.secret_key = "dev"  # noqa: S105  (in debug mode only)

    app = falcon.asgi.App(middleware=[AllowedHosts(config), BodyLimit(config), SecurityHeaders()])
    # With this, /hello/ answers as well.
    app.req_options.strip_url_path_trailing_slash = True
    app.set_error_serializer(serialize_error)

    app.add_route("/", Index())
    app.add_route("/hello", Hello())
    app.add_route("/healthz", Health())
    app.add_static_route("/static", STATIC)
    return app


def serialize_error(req: Request, resp: Response, exception: falcon.HTTPError) -> None:
    """Answer every error as JSON; Falcon's own serializer looks at Accept first."""
    resp.content_type = falcon.MEDIA_JSON
    resp.media = exception.to_dict()
