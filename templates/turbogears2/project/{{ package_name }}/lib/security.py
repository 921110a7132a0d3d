"""What keeps the application safe: known hosts, small bodies, careful browsers."""

from wsgiref.types import WSGIApplication

from webob import Request, Response
from webob.dec import wsgify
from webob.exc import HTTPBadRequest, HTTPRequestEntityTooLarge

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
BODY_BYTES = 1024 * 1024


def refusal(request: Request, hosts: list[str]) -> Response | None:
    if request.domain.lower() not in hosts:
        return HTTPBadRequest("This host name is not in ALLOWED_HOSTS.")
    if (request.content_length or 0) > BODY_BYTES:
        return HTTPRequestEntityTooLarge("The body of this request is too large.")
    try:
        # WebOb decodes it when it is asked for, and TurboGears would answer 500.
        _ = request.path_info
    except UnicodeDecodeError:
        return HTTPBadRequest("This address is not valid UTF-8.")
    return None


@wsgify.middleware
def secure(
    request: Request, app: WSGIApplication, hosts: list[str], debug: bool
) -> Response:
    """Refuse what is not meant for us, and tell the browser to be careful with our pages."""
    response = refusal(request, hosts) or request.get_response(app)
    for name, value in HEADERS.items():
        # A controller may set a header of its own; then that one counts.
        response.headers.setdefault(name, value)
    # Browsers then use nothing but https for a year: only for those who came by it.
    if request.scheme == "https":
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if debug and response.status_int == 500:
        # The debugger's page has scripts of its own, which the policy forbids.
        del response.headers["Content-Security-Policy"]
    return response
