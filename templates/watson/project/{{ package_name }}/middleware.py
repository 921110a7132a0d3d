"""What stands around the application, around its pages and its files alike."""

import re
from collections.abc import Container, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# Watson's debug page has its styles and scripts inline.
DEBUG_PAGE = {
    "Content-Security-Policy": (
        "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
    ),
}
# Watson reads the whole body of a request, on whatever page: no more than this.
MAX_BODY = 1024 * 1024


class Guard:
    """Refuse foreign hosts and large bodies, and add the headers to every answer."""

    def __init__(
        self, app: WSGIApplication, allowed_hosts: Container[str], *, debug: bool
    ) -> None:
        self.app = app
        self.allowed_hosts = allowed_hosts
        self.debug = debug

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        def start(status, headers, exc_info=None):
            ours = HEADERS
            if self.debug and status >= "400":
                ours = HEADERS | DEBUG_PAGE
            # A controller may set a header of its own; then that one counts.
            theirs = {name.lower() for name, _ in headers}
            added = [item for item in ours.items() if item[0].lower() not in theirs]
            # Browsers then use nothing but https for a year: only for those who came by it.
            if environ["wsgi.url_scheme"] == "https":
                added.append(("Strict-Transport-Security", "max-age=31536000"))
            return start_response(status, [*headers, *added], exc_info)

        plain = [("Content-Type", "text/plain; charset=utf-8")]
        host = re.sub(r":\d*$", "", environ.get("HTTP_HOST", "")).lower()
        if host not in self.allowed_hosts:
            start("400 Bad Request", plain)
            return [b"This host name is not in ALLOWED_HOSTS.\n"]
        if int(environ.get("CONTENT_LENGTH") or 0) > MAX_BODY:
            start("413 Content Too Large", plain)
            return [b"This is more than the application takes.\n"]
        return self.app(environ, start)


def answer_head(app: WSGIApplication) -> WSGIApplication:
    """Answer HEAD like GET: the controllers have no method for it."""

    def answer(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "HEAD":
            return app(environ, start_response)
        app(environ | {"REQUEST_METHOD": "GET"}, start_response)
        return []

    return answer
