"""The application: `make_app` puts its parts together."""

import sys
from collections.abc import Iterable
from pathlib import Path

from web.core import Application
from web.ext.args import ValidateArgumentsExtension
from web.ext.serialize import SerializationExtension

from . import config
from .ext.errors import ErrorExtension
from .ext.security import SecurityExtension
from .ext.template import TemplateExtension
from .root import Root

TEMPLATES = Path(__file__).parent / "templates"


def make_app(
    *,
    secret_key: str = config.SECRET_KEY,
    allowed_hosts: Iterable[str] = config.ALLOWED_HOSTS,
    debug: bool = False,
) -> Application:
    """Make the WSGI application; tests pass settings of their own."""
    if not secret_key:
        sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")

    # WebCore itself is small: what an application can do, it gets from extensions.
    extensions = [
        SecurityExtension(allowed_hosts),
        # Arguments that an endpoint does not take are a 404. Without this line they
        # would be a 500 under `python -O`.
        ValidateArgumentsExtension(enabled=True),
        # Endpoints may return a dict; it is sent as JSON.
        SerializationExtension(),
        # Endpoints may return a template and its values.
        TemplateExtension(TEMPLATES, reload=debug),
        ErrorExtension(),
    ]
    if debug:
        from web.ext.debug import DebugExtension

        # Shows errors in the browser, and runs what is typed there. Never in public.
        extensions.append(DebugExtension())
    return Application(Root, extensions=extensions)
