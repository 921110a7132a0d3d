"""Whom we answer, and the headers that tell a browser to be careful with our pages."""

import re

from growler.http import HTTPRequest, HTTPResponse

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def add_headers(req: HTTPRequest | None, res: HTTPResponse) -> None:
    # Not now but just before they are sent: res.redirect throws away what is there.
    @res.events.on("headers")
    def add() -> None:
        for name, value in HEADERS.items():
            # A handler may set a header of its own; then that one counts.
            res.headers.setdefault(name, value)
        # Browsers then use nothing but https for a year. Growler cannot tell by which way
        # a request came to the proxy in front, so a setting does.
        if res.protocol.http_application["https"]:
            res.headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def check_host(req: HTTPRequest, res: HTTPResponse) -> None:
    # "localhost:8000" without its port; an address like "[::1]" has colons of its own.
    name = re.sub(r":\d*$", "", str(req.headers.get("HOST", ""))).lower()
    if name not in req.app["allowed_hosts"]:
        res.send_text("400: This host name is not in ALLOWED_HOSTS.", 400)
