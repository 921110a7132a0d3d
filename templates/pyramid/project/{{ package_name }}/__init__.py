"""The application: `main` puts its parts together."""

import os
from pathlib import Path

from dotenv import load_dotenv
from pyramid.config import Configurator
from pyramid.router import Router


def main(global_config: dict[str, str], **settings: str) -> Router:
    """Make the WSGI application; `settings` is [app:main] of the ini file."""
    # The folder of the ini file. The tests pass none, and so they read no .env.
    if "here" in global_config:
        load_dotenv(Path(global_config["here"], ".env"))
    # What the ini file does not say comes from the environment.
    settings.setdefault("session.secret", os.environ.get("SECRET_KEY", ""))
    settings.setdefault(
        "allowed_hosts", os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1")
    )
    settings.setdefault("https", os.environ.get("HTTPS", ""))

    with Configurator(settings=settings) as config:
        config.include("pyramid_chameleon")
        config.include(".sessions")
        config.include(".security")
        config.include(".routes")
        # Finds the views by their decorators.
        config.scan()
    return config.make_wsgi_app()
