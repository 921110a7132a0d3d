"""The application: `create_app` puts its parts together."""

import sys
from collections.abc import Mapping

from flask import Flask

from . import config, hello, security


def create_app(test_config: Mapping[str, object] | None = None) -> Flask:
    """Make the application; tests pass settings of their own."""
    app = Flask(__name__)
    app.config.from_object(config)
    if test_config is not None:
        app.config.from_mapping(test_config)

    if not app.config["SECRET_KEY"]:
        if not app.debug:
            sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
        app.config["SECRET_KEY"] = "dev"  # noqa: S105  (in debug mode only)

    security.init_app(app)
    app.register_blueprint(hello.bp)
    return app
