"""Whom we answer, and the headers that tell a browser to be careful with our pages."""

import re

from aiohttp import web
from aiohttp.typedefs import Handler

from .typedefs import config_key

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def came_by_https(request: web.Request) -> bool:
    # aiohttp looks at its own connection only. What a proxy says of the browser's counts
    # once HTTPS=1 says that there is one.
    if request.config_dict[config_key].https:
        return request.headers.get("X-Forwarded-Proto") == "https"
    return request.secure


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        # A view may set a header of its own; then that one counts.
        response.headers.setdefault(name, value)
    # Browsers then use nothing but https for a year: only for those who came by it.
    if came_by_https(request):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    # It would tell the versions of Python and aiohttp.
    response.headers.pop("Server", None)


@web.middleware
async def check_host(request: web.Request, handler: Handler) -> web.StreamResponse:
    # "localhost:8000" without its port; an address like "[::1]" has colons of its own.
    name = re.sub(r":\d*$", "", request.host).lower()
    if name not in request.app[config_key].allowed_hosts:
        raise web.HTTPBadRequest(text="400: This host name is not in ALLOWED_HOSTS.")
    return await handler(request)


def setup_security(app: web.Application) -> None:
    # A signal and not a middleware: it also sees static files and aiohttp's own errors.
    app.on_response_prepare.append(add_headers)
    app.middlewares.append(check_host)
