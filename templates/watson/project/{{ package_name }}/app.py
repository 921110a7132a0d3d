"""The application: `application` is what the servers serve."""

import sys
from types import ModuleType
from wsgiref.types import WSGIApplication

from watson.framework import applications
from whitenoise import WhiteNoise

from .config import base as config
from .middleware import Guard, answer_head


def create_application(settings: ModuleType) -> WSGIApplication:
    """Put Watson, the files in `public` and the middleware together."""
    debug = settings.debug["enabled"]
    if not settings.secret_key and not debug:
        sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")

    pages = answer_head(applications.Http(settings))
    # What is not a file in `public` is a page.
    files = WhiteNoise(
        pages,
        root=settings.public_dir,
        autorefresh=debug,
        allow_all_origins=False,
    )
    return Guard(files, settings.allowed_hosts, debug=debug)


application = create_application(config)
