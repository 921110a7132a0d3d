"""Which requests are answered, and the headers that make a browser careful."""

import re

from bottle import Bottle, abort, request, response

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def check_host() -> None:
    # Bottle makes full addresses, in a redirect for one, with the second if it is sent.
    for header in ("Host", "X-Forwarded-Host"):
        host = re.sub(r":\d*$", "", request.get_header(header, "")).lower()
        if host and host not in request.app.config["ALLOWED_HOSTS"]:
            abort(400, "This host name is not in ALLOWED_HOSTS.")


def check_size() -> None:
    """Refuse a body that is too large before a page reads it."""
    # Sent in chunks: nobody says how large it will be.
    if request.chunked:
        abort(411, "A request with a body needs a Content-Length.")
    if request.content_length > request.app.config["MAX_BODY_BYTES"]:
        abort(413, "The body is too large.")


def add_headers() -> None:
    for name, value in HEADERS.items():
        # A page may set a header of its own; then that one counts.
        response.headers.setdefault(name, value)
    # Browsers then use nothing but https for a year: only for those who came by it.
    # request.url would not do: it believes X-Forwarded-Proto, whoever sent it.
    if request.environ["wsgi.url_scheme"] == "https":
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def install(app: Bottle) -> None:
    app.add_hook("before_request", check_host)
    app.add_hook("before_request", check_size)
    app.add_hook("after_request", add_headers)
