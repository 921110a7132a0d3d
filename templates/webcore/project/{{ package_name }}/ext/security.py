"""What keeps the application safe: known hosts, careful browsers."""

import logging
from collections.abc import Callable, Iterable

from web.core.context import Context
from webob import Request, Response, exc

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
MAX_BODY_BYTES = 1024 * 1024

log = logging.getLogger(__name__)


class SecurityExtension:
    # Before all others, and so around the debugger as well.
    first = True

    def __init__(self, allowed_hosts: Iterable[str]) -> None:
        self.allowed_hosts = {host.strip() for host in allowed_hosts}

    def __call__(self, context: Context, app: Callable) -> Callable:
        """Put a gate before the application, as WSGI middleware."""

        def gate(environ: dict, start_response: Callable) -> Iterable[bytes]:
            request = Request(environ)
            problem = self.problem(request)
            if problem is None:
                try:
                    return app(environ, start_response)
                except Exception:
                    # WebCore answers errors of endpoints, but not those of templates.
                    log.exception("Error in the answer to %s", request.path)
                    problem = exc.HTTPInternalServerError()
            return add_headers(problem, request)(environ, start_response)

        return gate

    def problem(self, request: Request) -> exc.HTTPException | None:
        if request.domain.lower() not in self.allowed_hosts:
            return exc.HTTPBadRequest("This host name is not in ALLOWED_HOSTS.")
        # waitress tells the length of every body, also where the browser did not.
        if (request.content_length or 0) > MAX_BODY_BYTES:
            return exc.HTTPRequestEntityTooLarge()
        try:
            # They are decoded when they are asked for; later that would be a 500.
            _ = request.path_info, request.GET
        except UnicodeDecodeError:
            return exc.HTTPBadRequest("This address is not valid UTF-8.")
        return None

    def after(self, context: Context) -> None:
        """Called when the response is complete and not yet sent."""
        add_headers(context.response, context.request)


def add_headers(response: Response, request: Request) -> Response:
    for name, value in HEADERS.items():
        # An endpoint may set a header of its own; then that one counts.
        response.headers.setdefault(name, value)
    # Browsers then use nothing but https for a year: only for those who came by it.
    if request.scheme == "https":
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
