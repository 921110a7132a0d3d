"""What keeps the application safe: known hosts, and browsers that are careful.

Reahl has no hook that sees every request, so this is a WSGI application around it.
"""

import logging
import secrets
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from reahl.component.context import ExecutionContext
from webob import Request, Response
from webob.exc import (
    HTTPBadRequest,
    HTTPInternalServerError,
    HTTPRequestEntityTooLarge,
)

from . import settings

HEADERS = {
    # Reahl writes short scripts into its pages. The nonce, a new one for each answer,
    # tells them from scripts that somebody else might get into a page.
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
NONCE = f"{__name__}.nonce"
BODY_BYTES = 1024 * 1024


class Gate:
    """Lets in what is meant for us, and adds the headers on the way out."""

    def __init__(
        self,
        application: WSGIApplication,
        allowed_hosts: Iterable[str] = settings.ALLOWED_HOSTS,
        debug: bool = False,
    ):
        self.application = application
        self.debug = debug
        self.allowed_hosts = {host.strip().lower() for host in allowed_hosts}

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        environ[NONCE] = secrets.token_urlsafe(16)
        response = self.answer(Request(environ))
        # No script needs the cookie by which Reahl knows the visitor, and Reahl has no
        # setting that keeps it from them, nor one that binds it to https.
        flags = "; HttpOnly; Secure" if settings.HTTPS else "; HttpOnly"
        response.headerlist = [
            (name, value + flags if name.lower() == "set-cookie" else value)
            for name, value in response.headerlist
        ]
        # Browsers then use nothing but https for a year: only for those who came by it,
        # and not where Reahl would lead them back to http.
        if settings.HTTPS and Request(environ).scheme == "https":
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value.format(nonce=environ[NONCE]))
        return response(environ, start_response)

    def answer(self, request: Request) -> Response:
        # The domain is the host without its port.
        if request.domain.lower() not in self.allowed_hosts:
            return HTTPBadRequest("This host name is not in ALLOWED_HOSTS.")
        if (request.content_length or 0) > BODY_BYTES:
            return HTTPRequestEntityTooLarge()
        try:
            # WebOb decodes them when they are asked for; in a page it would be too late.
            path, _ = request.path_info, request.GET
        except UnicodeDecodeError:
            return HTTPBadRequest("This address is not valid UTF-8.")
        # A folder that you serve with define_static_directory would let them out.
        if ".." in path.replace("\\", "/").split("/"):
            return HTTPBadRequest("This address leads out of its folder.")
        if request.method == "HEAD":
            # Reahl answers GET only. WebOb leaves the body out on the way back.
            request = request.copy_get()
        try:
            return request.get_response(self.application)
        except Exception:
            # Most errors lead to the ErrorPage in hello.py. Not one of the database.
            if self.debug:
                raise
            logging.getLogger(__name__).exception("No answer for %s", path)
            return HTTPInternalServerError()


def nonce() -> str:
    """The nonce of the page that is being made."""
    return ExecutionContext.get_context().request.environ.get(NONCE, "")
