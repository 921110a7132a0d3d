"""Which host names are answered, and the headers that make a browser careful."""

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


def add_headers() -> None:
    for name, value in HEADERS.items():
        # A page may set a header of its own; then that one counts.
        response.headers.setdefault(name, value)


def install(app: Bottle) -> None:
    app.add_hook("before_request", check_host)
    app.add_hook("after_request", add_headers)
