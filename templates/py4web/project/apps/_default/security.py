"""Whom we answer, and the headers that tell a browser to be careful with our pages."""

import re

from py4web import request, response
from py4web.core import HTTP, Fixture

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Security(Fixture):
    """A fixture for every action. py4web has no middleware that is for all of them."""

    def __init__(self, allowed_hosts: set[str]) -> None:
        super().__init__()
        self.allowed_hosts = allowed_hosts

    def on_request(self, context: dict) -> None:
        response.headers.update(HEADERS)
        host = request.headers.get("Host", "")
        # Where a proxy sends it, py4web takes this one for absolute links.
        forwarded = request.headers.get("X-Forwarded-Host", host)
        if not {without_port(host), without_port(forwarded)} <= self.allowed_hosts:
            raise HTTP(400, "This host name is not in ALLOWED_HOSTS.")


def without_port(host: str) -> str:
    # An address like "[::1]" has colons of its own.
    return re.sub(r":\d*$", "", host).lower()
