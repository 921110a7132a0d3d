"""What happens around every request, whatever its path: hosts, sizes and headers."""

import falcon
from falcon.asgi import Request, Response

from .config import Config

HEADERS = {
    # If a browser ever shows an answer as a page, it may load nothing.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class AllowedHosts:
    """Refuses a request that names a host which is not ours."""

    def __init__(self, config: Config) -> None:
        self._config = config

    async def process_request(self, req: Request, resp: Response) -> None:
        try:
            host = req.host.lower()
        except ValueError:  # The port is no number.
            host = ""
        if host not in self._config.allowed_hosts:
            raise falcon.HTTPBadRequest(description="This host is not served here.")


class BodyLimit:
    """Refuses a body that is too large before a resource reads it."""

    def __init__(self, config: Config) -> None:
        self._config = config

    async def process_request(self, req: Request, resp: Response) -> None:
        # Sent in chunks: nobody says how large it will be.
        if req.get_header("Transfer-Encoding") is not None:
            raise falcon.HTTPLengthRequired(description="A body needs a Content-Length.")
        if (req.content_length or 0) > self._config.max_body_bytes:
            raise falcon.HTTPContentTooLarge(description="The body is too large.")


class SecurityHeaders:
    """Tells a browser to be careful with our answers, those to errors included."""

    async def process_response(
        self, req: Request, resp: Response, resource: object, req_succeeded: bool
    ) -> None:
        for name, value in HEADERS.items():
            # A responder may set a header of its own; then that one counts.
            if resp.get_header(name) is None:
                resp.set_header(name, value)
        # Browsers then use nothing but https for a year: only for those who came by it.
        if req.scheme == "https":
            resp.set_header("Strict-Transport-Security", "max-age=31536000")
