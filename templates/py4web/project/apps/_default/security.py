"""Whom we answer, and the headers that tell a browser to be careful with our pages."""

import re
from collections.abc import Iterable
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIEnvironment

from py4web import request
from py4web.core import HTTP, Fixture, bottle

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
BODY_BYTES = 1024 * 1024


class Security(Fixture):
    """A fixture for every action: it answers under our own host names alone."""

    def __init__(self, allowed_hosts: set[str]) -> None:
        super().__init__()
        self.allowed_hosts = allowed_hosts

    def on_request(self, context: dict) -> None:
        host = request.headers.get("Host", "")
        # Where a proxy sends it, py4web takes this one for absolute links.
        forwarded = request.headers.get("X-Forwarded-Host", host)
        if not {without_port(host), without_port(forwarded)} <= self.allowed_hosts:
            raise HTTP(400, "This host name is not in ALLOWED_HOSTS.")


def without_port(host: str) -> str:
    # An address like "[::1]" has colons of its own.
    return re.sub(r":\d*$", "", host).lower()


# What follows is for all apps, so do it in this one only.
site = bottle.default_app()
# Larger request bodies are answered with 413.
site.setup({"max_body_size": BODY_BYTES})


def careful(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """All apps, with the headers: no fixture is run for static files and errors."""

    def start(status: str, headers: list[tuple[str, str]], *error: object) -> object:
        answer = Headers(headers)
        for name, value in HEADERS.items():
            # What an action has set counts.
            answer.setdefault(name, value)
        # Browsers then use nothing but https for a year: only for those who came by it.
        if environ["wsgi.url_scheme"] == "https":
            answer.setdefault("Strict-Transport-Security", "max-age=31536000")
        return start_response(status, answer.items(), *error)

    # Its class's: py4web reads this file again when it changes, and we wrap only once.
    return type(site).wsgi(site, environ, start)


site.wsgi = careful
