"""What keeps the application safe: signed sessions, known hosts, careful browsers."""

import sys
from collections.abc import Callable

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPBadRequest
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from pyramid.session import SignedCookieSessionFactory
from pyramid.tweens import EXCVIEW

Handler = Callable[[Request], Response]

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
TOOLBAR = "pyramid_debugtoolbar.toolbar_tween_factory"


def includeme(config: Configurator) -> None:
    secret = config.get_settings()["session.secret"]
    if not secret:
        sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
    config.set_session_factory(SignedCookieSessionFactory(secret, httponly=True))

    # Tweens are layers around the views; `ptweens development.ini` shows their order.
    # The gate is over the debug toolbar, to guard it as well. The headers are under it,
    # because its own pages have inline scripts, which the headers forbid.
    gate = f"{__name__}.gate_tween_factory"
    config.add_tween(gate, over=(TOOLBAR, EXCVIEW))
    config.add_tween(f"{__name__}.headers_tween_factory", under=(gate, TOOLBAR))


def gate_tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Refuse requests for other hosts, and addresses that are not UTF-8."""
    hosts = {host.strip() for host in registry.settings["allowed_hosts"].split(",")}

    def gate(request: Request) -> Response:
        if request.domain.lower() not in hosts:
            return refuse("This host name is not in ALLOWED_HOSTS.")
        try:
            # Pyramid decodes them when they are asked for, and would answer 500 later.
            _ = request.path_info, request.GET
        except UnicodeDecodeError:
            return refuse("This address is not valid UTF-8.")
        return handler(request)

    return gate


def refuse(reason: str) -> Response:
    return add_headers(HTTPBadRequest(reason))


def headers_tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Tell the browser to be careful with our pages."""
    return lambda request: add_headers(handler(request))


def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        # A view may set a header of its own; then that one counts.
        response.headers.setdefault(name, value)
    return response
