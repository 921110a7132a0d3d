"""How the application is served: `run` for development, `wsgi_factory` for real."""

import argparse
import os
import sys

import morepath

from .app import App


def wsgi_factory(app_class: type[App] = App) -> App:
    """Make the WSGI application; tests pass a class with settings of its own."""
    # Imports every module of this package, and with them its settings, paths and views.
    morepath.scan()
    # Mistakes in the configuration are told now, not at the first request.
    app_class.commit()

    app = app_class()
    if not app.settings.security.secret_key:
        sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
    return app


class DevelopmentApp(App):
    """The application with settings for development."""


@DevelopmentApp.setting(section="security", name="debug")
def get_debug() -> bool:
    return True


def run() -> None:
    # Only for development, and so not installed for production.
    from werkzeug.serving import run_simple

    parser = argparse.ArgumentParser(description="Serve for development.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", default=5000, type=int)
    options = parser.parse_args()

    # Chameleon reads a template again when its file has changed.
    os.environ.setdefault("MOREPATH_TEMPLATE_AUTO_RELOAD", "1")
    # The debugger shows errors in the browser, and runs what is typed there.
    run_simple(
        options.host,
        options.port,
        wsgi_factory(DevelopmentApp),
        use_debugger=True,
        threaded=True,
    )
