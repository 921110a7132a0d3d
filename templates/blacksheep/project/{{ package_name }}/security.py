"""Which host names are ours, and the headers that every answer carries."""

import re
from collections.abc import Awaitable, Callable

from blacksheep import Application, Request, Response, WebSocket
from blacksheep.middlewares import MiddlewareCategory
from blacksheep.server.env import is_development
from blacksheep.server.remotes.hosts import TrustedHostsMiddleware

from .settings import Settings

Handler = Callable[[Request], Awaitable[Response]]

HEADERS = {
    # If a browser ever shows an answer as a page, it may load nothing.
    b"Content-Security-Policy": b"default-src 'none'; frame-ancestors 'none'",
    b"Referrer-Policy": b"same-origin",
    b"X-Content-Type-Options": b"nosniff",
}


class HostsMiddleware(TrustedHostsMiddleware):
    """Refuses a request that names a host which is not ours, whatever the port."""

    def is_valid_host(self, host: str) -> bool:
        return super().is_valid_host(re.sub(r":\d+$", "", host.lower()))


class HeadersMiddleware:
    """Tells a browser to be careful with our answers, those to errors included."""

    def __init__(self, app: Application) -> None:
        self.app = app
        self.headers = dict(HEADERS)
        if is_development():
            # The page of an error has styles, and /docs loads scripts from elsewhere.
            del self.headers[b"Content-Security-Policy"]

    async def __call__(self, request: Request, handler: Handler) -> Response:
        if isinstance(request, WebSocket):
            return await handler(request)
        try:
            response = await handler(request)
        except Exception as error:  # noqa: BLE001  (BlackSheep would catch it next)
            response = await self.app.handle_request_handler_exception(request, error)
        for name, value in self.headers.items():
            # A handler may set a header of its own; then that one counts.
            if name not in response.headers:
                response.add_header(name, value)
        return response


def configure_security(app: Application, settings: Settings) -> None:
    hosts = [host.strip().lower() for host in settings.allowed_hosts.split(",")]

    # The lower number is the outer one: a refused host gets the headers, too.
    app.middlewares.append(HeadersMiddleware(app), MiddlewareCategory.INIT, 0)
    app.middlewares.append(HostsMiddleware(hosts), MiddlewareCategory.INIT, 1)
