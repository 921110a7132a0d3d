"""The headers that tell a browser to be careful with our answers."""

from collections.abc import Awaitable, Callable

from fastapi import Request, Response

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


def headers_for(request: Request) -> dict[str, str]:
    if request.url.scheme != "https":
        return HEADERS
    # Browsers then use nothing but https for a year: only for those who came by it.
    return {**HEADERS, "Strict-Transport-Security": "max-age=31536000"}


async def add_security_headers(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await call_next(request)
    if request.app.openapi_url and request.url.path.startswith(request.app.docs_url):
        response.headers["Content-Security-Policy"] = DOCS_POLICY
    for name, value in headers_for(request).items():
        # A path operation may set a header of its own; then that one counts.
        response.headers.setdefault(name, value)
    return response
