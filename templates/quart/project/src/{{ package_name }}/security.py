"""The host names that we answer to, and the headers that every answer carries."""

from collections.abc import Callable

from hypercorn.middleware import ProxyFixMiddleware
from hypercorn.typing import ASGIFramework, Scope
from quart import Quart, Response, abort, current_app, request
from werkzeug.wsgi import host_is_trusted

# They tell a browser to be careful with our pages.
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


async def check_host() -> None:
    # Flask does this by itself; Quart has the setting, but does not look at it yet.
    if not host_is_trusted(request.host, current_app.config["TRUSTED_HOSTS"]):
        abort(400)


async def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        # A view may set a header of its own; then that one counts.
        response.headers.setdefault(name, value)
    # Browsers then use nothing but https for a year: only for those who came by it.
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def believe_proxy(app: ASGIFramework) -> ASGIFramework:
    """Take scheme, host and address of a request from what the proxy in front says."""
    fixed = ProxyFixMiddleware(app, mode="legacy", trusted_hops=1)

    async def fix_http(scope: Scope, receive: Callable, send: Callable) -> None:
        # A websocket would get the scheme https, and Quart would refuse it:
        # https://github.com/pgjones/hypercorn/issues/198
        await (fixed if scope["type"] == "http" else app)(scope, receive, send)

    return fix_http


def init_app(app: Quart) -> None:
    app.before_request(check_host)
    app.after_request(add_headers)
    if app.config["HTTPS"]:
        app.asgi_app = believe_proxy(app.asgi_app)
