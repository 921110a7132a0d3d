"""The application: `create_app` puts its parts together."""

import sys
from collections.abc import Mapping

from quart import Quart

from . import config, security
from .blueprints import hello


def create_app(test_config: Mapping[str, object] | None = None) -> Quart:
    """Make the application; tests pass settings of their own."""
    app = Quart(__name__)
    app.config.from_object(config)
    if test_config is not None:
        app.config.from_mapping(test_config)

    if not app.config["SECRET_KEY"]:
        sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")

    security.init_app(app)
    app.register_blueprint(hello.blueprint)
    return app
