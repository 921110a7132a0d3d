"""What happens around every request: what is refused, which headers are sent."""

import hug

from . import config

# They tell a browser to be careful with our answers.
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@hug.request_middleware()
def check_host(request: hug.Request, response: hug.Response) -> None:
    try:
        host = request.host
    except ValueError:  # The port is no number.
        host = ""
    if host.lower() not in config.ALLOWED_HOSTS:
        raise hug.HTTPBadRequest("400 Bad Request", "This host is not served here.")


@hug.request_middleware()
def check_size(request: hug.Request, response: hug.Response) -> None:
    # A body that does not say how large it is counts as empty, and is not read.
    if (request.content_length or 0) > config.MAX_BODY_BYTES:
        raise hug.HTTPPayloadTooLarge("413 Payload Too Large", "")


@hug.request_middleware()
def guard_static(request: hug.Request, response: hug.Response) -> None:
    """Keep from hug.static what it would get wrong."""
    # It looks only at how a path begins: from a folder `static`, two dots would lead to
    # what is in a folder `static-old` beside it.
    if ".." in request.path.split("/"):
        raise hug.HTTPNotFound()
    # It fails at a part that ends outside of the file. So the whole file is sent.
    request.env.pop("HTTP_RANGE", None)


@hug.response_middleware()
def add_headers(request: hug.Request, response: hug.Response, resource: object) -> None:
    for name, value in HEADERS.items():
        # A route may set a header of its own; then that one counts.
        if response.get_header(name) is None:
            response.set_header(name, value)
    # Browsers then use nothing but https for a year: only for those who came by it.
    if request.scheme == "https":
        response.set_header("Strict-Transport-Security", "max-age=31536000")
