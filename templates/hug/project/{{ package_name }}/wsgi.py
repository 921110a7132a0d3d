"""What a production server loads: `create_app` makes the application."""

import sys
from collections.abc import Callable

import hug

from . import api, config, errors


def create_app() -> Callable[..., object]:
    if not config.SECRET_KEY:
        sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")

    # Without this, hug answers an unknown path with documentation of the whole API.
    hug.not_found(api=hug.API(api))(errors.not_found)
    return hug.API(api).http.server()
