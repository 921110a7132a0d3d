"""What is looked at before each request, and the headers that every answer carries."""

import re
from collections.abc import Callable
from wsgiref.headers import Headers

from pycnic.core import WSGI
from pycnic.errors import HTTP_400, HTTP_405, HTTP_500, HTTPError

import config

HEADERS = {
    # If a browser ever shows an answer as a page, it may load nothing.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

METHODS = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
# A name or an address, and perhaps a port.
HOST = re.compile(r"([\w.-]+|\[[\da-f:]+\])(:\d+)?", re.ASCII)


def before(app: WSGI) -> None:
    """Pycnic calls this before it chooses a handler."""
    request = app.request

    # With threads, one request would be answered with the data of another.
    if app.environ["wsgi.multithread"]:
        raise HTTP_500("This application must not be served with threads.")

    host = HOST.fullmatch(request.get_header("Host", "").lower())
    if host is None or host[1] not in config.ALLOWED_HOSTS:
        raise HTTP_400("This host is not served here.")

    # Pycnic calls what the handler has under the name of the method, whatever that is:
    # without this, a request may be "BEFORE /hello" or "__REPR__ /hello".
    if request.method not in METHODS:
        raise HTTP_405(f"{request.method} not allowed")

    length = request.get_header("Content-Length", "")
    if length.isdecimal() and int(length) > config.MAX_BODY_BYTES:
        raise HTTPError(413, "The body is too large.")

    # Answered like GET; main.py leaves the body out.
    if request.method == "HEAD":
        request.method = "GET"


def with_headers(environ: dict, start_response: Callable) -> Callable:
    """Start every answer with our headers, that to an error of ours included."""

    def start(status: str, headers: list[tuple[str, str]]) -> Callable:
        ours = Headers(headers)
        for name, value in HEADERS.items():
            # A handler may set a header of its own; then that one counts.
            ours.setdefault(name, value)
        # Browsers then use nothing but https for a year: only for those who came by it.
        if environ["wsgi.url_scheme"] == "https":
            ours.setdefault("Strict-Transport-Security", "max-age=31536000")
        return start_response(status, ours.items())

    return start
