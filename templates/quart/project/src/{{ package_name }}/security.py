"""The host names that we answer to, and the headers that every answer carries."""

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
    return response


def init_app(app: Quart) -> None:
    app.before_request(check_host)
    app.after_request(add_headers)
