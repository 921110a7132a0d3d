"""What keeps the application safe: known hosts, silent errors, careful browsers."""

import logging
from collections.abc import Callable

from pyramid.config import Configurator
from pyramid.httpexceptions import (
    HTTPBadRequest,
    HTTPInternalServerError,
    HTTPRequestEntityTooLarge,
)
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import EXCVIEW

log = logging.getLogger(__name__)
Handler = Callable[[Request], Response]

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# Larger request bodies are answered with 413.
MAX_BODY_BYTES = 1024 * 1024
TOOLBAR = "pyramid_debugtoolbar.toolbar_tween_factory"


def includeme(config: Configurator) -> None:
    # Tweens are layers around the views; `ptweens development.ini` shows their order.
    # The gate is over the debug toolbar, to guard it as well. The headers are under it,
    # because its own pages have inline scripts, which the headers forbid.
    gate = f"{__name__}.gate_tween_factory"
    config.add_tween(gate, over=(TOOLBAR, EXCVIEW))
    config.add_tween(f"{__name__}.headers_tween_factory", under=(gate, TOOLBAR))


def gate_tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Refuse what must not get in, and let no detail of an error out."""
    hosts = {host.strip() for host in registry.settings["allowed_hosts"].split(",")}

    def gate(request: Request) -> Response:
        if refusal := refuse(request, hosts):
            return add_headers(refusal, request)
        try:
            return handler(request)
        except Exception:
            # In development the toolbar gets it first, and shows it.
            log.exception("%s %s failed", request.method, request.path)
            return add_headers(HTTPInternalServerError(), request)

    return gate


def refuse(request: Request, hosts: set[str]) -> Response | None:
    if request.domain.lower() not in hosts:
        return HTTPBadRequest("This host name is not in ALLOWED_HOSTS.")
    if (request.content_length or 0) > MAX_BODY_BYTES:
        return HTTPRequestEntityTooLarge("The body is too large.")
    try:
        # Pyramid decodes them when they are asked for, and would answer 500 later.
        _ = request.path_info, request.GET
    except UnicodeDecodeError:
        return HTTPBadRequest("This address is not valid UTF-8.")
    return None


def headers_tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Tell the browser to be careful with our pages."""
    return lambda request: add_headers(handler(request), request)


def add_headers(response: Response, request: Request) -> Response:
    for name, value in HEADERS.items():
        # A view may set a header of its own; then that one counts.
        response.headers.setdefault(name, value)
    # Browsers then use nothing but https for a year: only for those who came by it.
    if request.scheme == "https":
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
