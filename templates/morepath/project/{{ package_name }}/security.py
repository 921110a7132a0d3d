"""What keeps the application safe: known hosts, small bodies, careful browsers."""

import logging
from collections.abc import Callable, Iterable

from morepath import HOST_HEADER_PROTECTION, App, Request, Response
from webob.exc import (
    HTTPBadRequest,
    HTTPInternalServerError,
    HTTPRequestEntityTooLarge,
)
from webob.request import BaseRequest

logger = logging.getLogger(__name__)
Handler = Callable[[Request], Response]

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class SecurityApp(App):
    """For your application to inherit from. The settings it needs are in settings.py."""

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        request = BaseRequest(environ)
        try:
            # Morepath decodes them before any tween is called; that would be a 500.
            _ = request.path_info, request.GET
        except UnicodeDecodeError:
            response = HTTPBadRequest("This address is not valid UTF-8.")
            return add_headers(response, request)(environ, start_response)
        return super().__call__(environ, start_response)


# A tween is a layer around all views. This one is over those of Morepath.
@SecurityApp.tween_factory(over=HOST_HEADER_PROTECTION)
def make_security_tween(app: SecurityApp, handler: Handler) -> Handler:
    security = app.settings.security

    def security_tween(request: Request) -> Response:
        return add_headers(answer(request), request)

    def answer(request: Request) -> Response:
        if request.domain.lower() not in security.allowed_hosts:
            return HTTPBadRequest("This host name is not in ALLOWED_HOSTS.")
        if (request.content_length or 0) > security.max_body_bytes:
            return HTTPRequestEntityTooLarge("The body is too large.")
        try:
            return handler(request)
        except Exception:
            if security.debug:
                raise
            logger.exception("%s %s failed", request.method, request.path)
            return HTTPInternalServerError()

    return security_tween


def add_headers(response: Response, request: BaseRequest) -> Response:
    for name, value in HEADERS.items():
        # A view may set a header of its own; then that one counts.
        response.headers.setdefault(name, value)
    # Browsers then use nothing but https for a year: only for those who came by it.
    if request.scheme == "https":
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
