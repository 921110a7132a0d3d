"""What keeps the application safe: known hosts, careful browsers."""

from collections.abc import Callable, Iterable

from web.core.context import Context
from webob import Request, Response
from webob.exc import HTTPBadRequest

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class SecurityExtension:
    # Before all others, and so around the debugger as well.
    first = True

    def __init__(self, allowed_hosts: Iterable[str]) -> None:
        self.allowed_hosts = {host.strip() for host in allowed_hosts}

    def __call__(self, context: Context, app: Callable) -> Callable:
        """Put a gate before the application, as WSGI middleware."""

        def gate(environ: dict, start_response: Callable) -> Iterable[bytes]:
            problem = self.problem(Request(environ))
            if problem is None:
                return app(environ, start_response)
            return add_headers(HTTPBadRequest(problem))(environ, start_response)

        return gate

    def problem(self, request: Request) -> str | None:
        if request.domain.lower() not in self.allowed_hosts:
            return "This host name is not in ALLOWED_HOSTS."
        try:
            # They are decoded when they are asked for; later that would be a 500.
            _ = request.path_info, request.GET
        except UnicodeDecodeError:
            return "This address is not valid UTF-8."
        return None

    def after(self, context: Context) -> None:
        """Called when the response is complete and not yet sent."""
        add_headers(context.response)


def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        # An endpoint may set a header of its own; then that one counts.
        response.headers.setdefault(name, value)
    return response
