"""What every answer has, static files too, and what no request may be.

web2py sends static files without running a model, so this stands around all of it.
"""

from collections.abc import Iterable
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
BODY_BYTES = 1024 * 1024


def guard(application: WSGIApplication) -> WSGIApplication:
    def guarded(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], *error: object
        ) -> object:
            answer = Headers(headers)
            for name, value in HEADERS.items():
                # A page may set a header of its own; then that one counts.
                answer.setdefault(name, value)
            return start_response(status, answer.items(), *error)

        # web2py would read all of it. The server has made sure that it is a number.
        if int(environ.get("CONTENT_LENGTH") or 0) > BODY_BYTES:
            start("413 Content Too Large", [("Content-Type", "text/plain")])
            return [b"The body is too large."]
        return application(environ, start)

    return guarded
