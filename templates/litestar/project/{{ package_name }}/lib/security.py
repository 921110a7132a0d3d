"""Which host names are ours, and the headers that every answer carries."""

import re
from collections.abc import Iterable

from litestar import Litestar
from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.exceptions import ClientException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

# If a browser ever shows an answer as a page, it may load nothing.
POLICY = "default-src 'none'; frame-ancestors 'none'"


class AllowedHosts(ASGIMiddleware):
    """Refuses a request that names a host which is not ours.

    Litestar has `AllowedHostsConfig` for this. It compares the port as well since 2.22,
    and so refuses localhost:8000: https://github.com/litestar-org/litestar/issues/4869
    """

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)

    def __init__(self, hosts: Iterable[str]) -> None:
        self.hosts = {host.strip().lower() for host in hosts}

    async def handle(
        self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp
    ) -> None:
        host = Headers.from_scope(scope).get("host", "").lower()
        if re.sub(r":\d+$", "", host) not in self.hosts:
            raise ClientException("This host is not served here.")
        await next_app(scope, receive, send)


async def add_headers(message: Message, scope: Scope) -> None:
    """Litestar calls this before it sends anything: errors and files included."""
    if message["type"] != "http.response.start":
        return
    # A handler may set a header of its own; then that one counts.
    headers = MutableScopeHeaders.from_message(message)
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    # Browsers then use nothing but https for a year: only for those who came by it.
    if scope["scheme"] == "https":
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    # The pages of debug mode, which is all HTML there is, load scripts from elsewhere.
    page = headers.get("Content-Type", "").startswith("text/html")
    if not (page and Litestar.from_scope(scope).debug):
        headers.setdefault("Content-Security-Policy", POLICY)
