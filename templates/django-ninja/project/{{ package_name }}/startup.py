"""What must be in place before a server may start."""

import os
import sys

from django.conf import settings


def require_secret_key() -> None:
    """Stop with one line when production has no secret; wsgi.py and asgi.py call this.

    With the random one of the settings, everybody would be logged out at every restart.
    """
    if not settings.DEBUG and not os.environ.get("SECRET_KEY"):
        sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
