"""What happens around every request, whatever its path: hosts and headers."""

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


class SecurityHeaders:
    """Tells a browser to be careful with our answers, those to errors included."""

    async def process_response(
        self, req: Request, resp: Response, resource: object, req_succeeded: bool
    ) -> None:
        for name, value in HEADERS.items():
            # A responder may set a header of its own; then that one counts.
            if resp.get_header(name) is None:
                resp.set_header(name, value)
