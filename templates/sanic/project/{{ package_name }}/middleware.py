"""What happens before and after each request, whichever handler answers it."""

from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import BadRequest

# They tell a browser to be careful with our answers.
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


async def check_host(request: Request) -> None:
    # No header at all: Sanic could not read the request, and says so by itself.
    if request.headers and request.server_name not in request.app.config.ALLOWED_HOSTS:
        raise BadRequest("This host name is not in ALLOWED_HOSTS.")


async def add_security_headers(request: Request, response: HTTPResponse) -> None:
    for name, value in SECURITY_HEADERS.items():
        # A handler may set a header of its own; then that one counts.
        response.headers.setdefault(name, value)
    # Browsers then use nothing but https for a year: only for those who came by it.
    if request.scheme == "https":
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def setup_middleware(app: Sanic) -> None:
    app.on_request(check_host)
    app.on_response(add_security_headers)
