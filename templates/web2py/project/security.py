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
# By the rules of a name that begins so, no other site can set the cookie.
HOST = "__Host-"


def guard(application: WSGIApplication, https: bool = False) -> WSGIApplication:
    """Put this around web2py; `https` says whether people reach the site by https."""

    def guarded(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], *error: object
        ) -> object:
            if https:
                headers = [send_by_https(*header) for header in headers]
            answer = Headers(headers)
            for name, value in HEADERS.items():
                # A page may set a header of its own; then that one counts.
                answer.setdefault(name, value)
            # Browsers then use nothing but https for a year: only for those who came by it.
            if environ["wsgi.url_scheme"] == "https":
                answer.setdefault("Strict-Transport-Security", "max-age=31536000")
            # Where web2py keeps its notes of an error.
            del answer["web2py_error"]
            return start_response(status, answer.items(), *error)

        # web2py would read all of it. The server has made sure that it is a number.
        if int(environ.get("CONTENT_LENGTH") or 0) > BODY_BYTES:
            start("413 Content Too Large", [("Content-Type", "text/plain")])
            return [b"The body is too large."]
        if https:
            environ["HTTP_COOKIE"] = ours(environ.get("HTTP_COOKIE", ""))
        return application(environ, start)

    return guarded


def send_by_https(name: str, value: str) -> tuple[str, str]:
    """A header; a cookie with the name and the flag that bind it to https."""
    if name.lower() == "set-cookie":
        value = f"{HOST}{value.strip()}; Secure"
    return name, value


def ours(cookies: str) -> str:
    """The cookies that we have sent, under the names that web2py knows."""
    found = (cookie.strip() for cookie in cookies.split(";"))
    return "; ".join(each.removeprefix(HOST) for each in found if each.startswith(HOST))
