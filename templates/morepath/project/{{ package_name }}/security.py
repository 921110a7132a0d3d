"""What keeps the application safe: known hosts, careful browsers."""

from collections.abc import Callable, Iterable

from morepath import HOST_HEADER_PROTECTION, App, Request, Response
from webob.exc import HTTPBadRequest
from webob.request import BaseRequest

Handler = Callable[[Request], Response]

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class SecurityApp(App):
    """For your application to inherit from. The setting it needs is in settings.py."""

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        request = BaseRequest(environ)
        try:
            # Morepath decodes them before any tween is called; that would be a 500.
            _ = request.path_info, request.GET
        except UnicodeDecodeError:
            response = HTTPBadRequest("This address is not valid UTF-8.")
            return add_headers(response)(environ, start_response)
        return super().__call__(environ, start_response)


# A tween is a layer around all views. This one is over those of Morepath.
@SecurityApp.tween_factory(over=HOST_HEADER_PROTECTION)
def make_security_tween(app: SecurityApp, handler: Handler) -> Handler:
    allowed_hosts = app.settings.security.allowed_hosts

    def security_tween(request: Request) -> Response:
        if request.domain.lower() in allowed_hosts:
            return add_headers(handler(request))
        return add_headers(HTTPBadRequest("This host name is not in ALLOWED_HOSTS."))

    return security_tween


def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        # A view may set a header of its own; then that one counts.
        response.headers.setdefault(name, value)
    return response
