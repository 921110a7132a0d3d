"""The application: which path leads to which handler, and what all of them share."""

import logging
from collections.abc import Callable, Iterator

from pycnic.core import WSGI

import config
import security
from routes import Health, Hello, Index

config.require_secret()


# The server calls the class itself; Pycnic makes an instance for each request.
class app(WSGI):
    routes = [  # noqa: RUF012  (Pycnic looks for it here, and nobody changes it)
        ("/", Index()),
        # /hello/ answers as well: Pycnic takes the slash away.
        ("/hello", Hello()),
        ("/healthz", Health()),
    ]
    before = security.before
    # Pycnic logs an error that nobody caught; in debug mode it sends it as well.
    logger = logging.getLogger(__name__)
    debug = config.DEBUG

    def __init__(self, environ: dict, start_response: Callable) -> None:
        # Not as `headers`: Pycnic leaves those out where a handler fails.
        super().__init__(environ, security.with_headers(environ, start_response))

    def __iter__(self) -> Iterator[bytes]:
        body = super().__iter__()
        # HEAD asks for the headers alone.
        return iter(()) if self.environ["REQUEST_METHOD"] == "HEAD" else body
