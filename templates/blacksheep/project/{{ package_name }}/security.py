"""Which requests are taken, and the headers that every answer carries."""

import re
from collections.abc import Awaitable, Callable

from blacksheep import Application, Request, Response, WebSocket
from blacksheep.contents import ASGIContent
from blacksheep.exceptions import HTTPException
from blacksheep.middlewares import MiddlewareCategory
from blacksheep.server.env import is_development
from blacksheep.server.remotes.hosts import TrustedHostsMiddleware

from .settings import Settings

Handler = Callable[[Request], Awaitable[Response]]
Receive = Callable[[], Awaitable[dict]]

MAX_BODY_BYTES = 1024 * 1024

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


async def limit_body(request: Request, handler: Handler) -> Response:
    """Answers 413 where a larger body is read: BlackSheep would take all of it."""
    if isinstance(request.content, ASGIContent):
        request.content = ASGIContent(limited(request.content.receive))
    return await handler(request)


def limited(receive: Receive) -> Receive:
    received = 0

    # A body comes in several messages, and may come without telling its length.
    async def receive_within_limit() -> dict:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > MAX_BODY_BYTES:
            raise HTTPException(413)
        return message

    return receive_within_limit


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
        headers = dict(self.headers)
        # Browsers then use nothing but https for a year: only for those who came by it.
        if request.scheme == "https":
            headers[b"Strict-Transport-Security"] = b"max-age=31536000"
        for name, value in headers.items():
            # A handler may set a header of its own; then that one counts.
            if name not in response.headers:
                response.add_header(name, value)
        return response


def configure_security(app: Application, settings: Settings) -> None:
    hosts = [host.strip().lower() for host in settings.allowed_hosts.split(",")]

    # The lower number is the outer one: a refused host gets the headers, too.
    app.middlewares.append(HeadersMiddleware(app), MiddlewareCategory.INIT, 0)
    app.middlewares.append(HostsMiddleware(hosts), MiddlewareCategory.INIT, 1)
    app.middlewares.append(limit_body, MiddlewareCategory.INIT, 2)
