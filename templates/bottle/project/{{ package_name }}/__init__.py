"""The application: `create_app` puts its parts together."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bottle import TEMPLATE_PATH, Bottle

from . import errors, hello, security

# Bottle itself only looks into the folder in which it was started, and its views/.
TEMPLATE_PATH.insert(0, str(Path(__file__).parent / "views"))


def create_app(test_config: Mapping[str, object] | None = None) -> Bottle:
    """Make the application; tests pass settings of their own."""
    app = Bottle()
    app.config.load_module(f"{__name__}.config")
    if test_config is not None:
        app.config.update(test_config)

    if not app.config["SECRET_KEY"]:
        sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")

    security.install(app)
    errors.install(app)
    app.merge(hello.app)
    return app
