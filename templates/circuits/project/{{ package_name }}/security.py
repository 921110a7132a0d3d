"""Whom we answer, and the headers that tell a browser to be careful with our pages."""

import re
from collections.abc import Collection
from urllib.parse import unquote

from circuits import BaseComponent, Event, handler
from circuits.web.errors import httperror, notfound
from circuits.web.wrappers import Request, Response

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Security(BaseComponent):
    channel = "web"

    def init(self, allowed_hosts: Collection[str], *, https: bool) -> None:
        self.headers = dict(HEADERS)
        if https:
            # Browsers then use nothing but https for a year. circuits cannot tell by
            # which way a request came to the proxy in front, so a setting does.
            self.headers["Strict-Transport-Security"] = "max-age=31536000"
        self.allowed_hosts = {name.strip().lower() for name in allowed_hosts}

    def is_allowed(self, request: Request) -> bool:
        # "localhost:8000" without its port; "[::1]" has colons of its own.
        name = re.sub(r":\d*$", "", request.headers.get("Host", "")).lower()
        return name in self.allowed_hosts

    # The higher the priority, the earlier: static files have 0.9, pages 0.1.
    @handler("request", priority=10)
    def _on_request(
        self, event: Event, request: Request, response: Response, *_: object
    ) -> httperror | None:
        if not self.is_allowed(request):
            event.stop()
            return httperror(request, response, 400)
        # Static would send the files beside its folder to whoever asks for "..".
        if ".." in unquote(request.path):
            event.stop()
            return notfound(request, response)
        return None

    @handler("httperror", priority=10)
    def _on_httperror(
        self, event: Event, request: Request, response: Response, *_, **__
    ) -> None:
        # circuits tidies up an address by a redirect, before it is a request for us.
        if "Location" in response.headers and not self.is_allowed(request):
            event.stop()
            del response.headers["Location"]
            self.fire(httperror(request, response, 400))

    # Before the answer is sent: that has the priority 0.
    @handler("response", priority=10)
    def _on_response(self, response: Response) -> None:
        for name, value in self.headers.items():
            # A page may set a header of its own; then that one counts.
            response.headers.setdefault(name, value)
