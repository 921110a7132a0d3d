"""The headers that tell a browser to be careful with our answers."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# The page /docs, which only development has, loads Swagger UI from other servers.
DOCS_POLICY = (
    "default-src 'self'; frame-ancestors 'none'; "
    "script-src 'unsafe-inline' https://cdn.jsdelivr.net; "
    "style-src 'unsafe-inline' https://cdn.jsdelivr.net; "
    "img-src 'self' data: https://fastapi.tiangolo.com"
)


def headers_for(scope: Scope) -> dict[str, str]:
    """The headers for a request; `scope` is what the server says of it."""
    headers = dict(HEADERS)
    app = scope["app"]
    if app.openapi_url and scope["path"].startswith(app.docs_url):
        headers["Content-Security-Policy"] = DOCS_POLICY
    # Browsers then use nothing but https for a year: only for those who came by it.
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers


class SecurityHeadersMiddleware:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            # An answer is several messages; the first one holds the headers.
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in headers_for(scope).items():
                    # A path operation may set a header of its own; then that one
                    # counts.
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)
