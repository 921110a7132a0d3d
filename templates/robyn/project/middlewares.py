"""What happens before and after each request, whichever function answers it."""

from robyn import Request, Response, Robyn, jsonify, status_codes

import config

# They tell a browser to be careful with our answers.
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

MAX_BODY_BYTES = 1024 * 1024


def refusal(status_code: int, error: str) -> Response:
    return Response(
        status_code=status_code,
        headers={"Content-Type": "application/json"},
        body=jsonify({"error": error}),
    )


# One function for both checks: Robyn copies the request for each that it calls.
def check_request(request: Request) -> Request | Response:
    # Without the port. (`request.url.host` may come from X-Forwarded-Host instead,
    # which anybody can send.)
    host = (request.headers.get("host") or "").rsplit(":", 1)[0]
    if host.lower() not in config.ALLOWED_HOSTS:
        return refusal(
            status_codes.HTTP_400_BAD_REQUEST,
            "This host name is not in ALLOWED_HOSTS.",
        )
    # Robyn has read the body by now, whatever its size; no function has to work on it.
    body = request.body
    if len(body.encode() if isinstance(body, str) else body) > MAX_BODY_BYTES:
        return refusal(
            status_codes.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
            "What was sent is too large.",
        )
    return request


def finish_response(request: Request, response: Response) -> Response:
    # Robyn's own errors, such as "Not found", are plain text.
    content_type = response.headers.get("content-type")
    if response.status_code >= 400 and content_type == "text/plain":
        response.headers.set("Content-Type", "application/json")
        response.description = jsonify({"error": response.description})
    # Browsers then use nothing but https for a year: only for those who came by it. The
    # scheme is that of X-Forwarded-Proto, where the web server in front sends this.
    if request.url.scheme == "https":
        response.headers.set("Strict-Transport-Security", "max-age=31536000")
    return response


def setup_middlewares(app: Robyn) -> None:
    app.before_request()(check_request)
    app.after_request()(finish_response)
    for name, value in SECURITY_HEADERS.items():
        # A handler may set a header of its own; then that one counts.
        app.set_response_header(name, value)
