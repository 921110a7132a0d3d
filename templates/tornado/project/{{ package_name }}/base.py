"""What all handlers share: security headers, allowed host names, a clean stop."""

from asyncio import Future

import tornado

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class BaseHandler(tornado.web.RequestHandler):
    def set_default_headers(self) -> None:
        # Tornado would send its version here.
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)
        # Browsers then use nothing but https for a year: only for those who came by it.
        if self.request.protocol == "https":
            self.set_header("Strict-Transport-Security", "max-age=31536000")

    def prepare(self) -> None:
        """Runs before get, post ...; a handler with its own must call this one too."""
        if self.request.host_name not in self.settings["allowed_hosts"]:
            raise tornado.web.HTTPError(400)
        # The server waits for these before it stops.
        self.settings["running"].add(self)

    def finish(self, chunk: str | bytes | dict | None = None) -> Future[None]:
        # `sent` is done when the client has the whole answer, or is gone.
        sent = super().finish(chunk)
        sent.add_done_callback(lambda _: self.settings["running"].discard(self))
        return sent


class NotFoundHandler(BaseHandler):
    """Answers where no route matches."""

    def prepare(self) -> None:
        super().prepare()
        raise tornado.web.HTTPError(404)


class StaticFileHandler(BaseHandler, tornado.web.StaticFileHandler):
    """Sends the files in `static/`."""
