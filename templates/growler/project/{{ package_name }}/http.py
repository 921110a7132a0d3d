"""Mends Growler's server, which was left unfinished in 2016.

You need not read this to write pages. One connection has a *protocol*, which hands
what arrives to a *responder*, which makes a *request* and a *response* of it.
"""

import asyncio
import logging
from contextlib import suppress

from growler import App
from growler.http import GrowlerHTTPProtocol, HTTPMethod, HTTPRequest, HTTPResponse
from growler.http.errors import (
    HTTPError,
    HTTPErrorBadRequest,
    HTTPErrorInternalServerError,
    HTTPErrorRequestEntityTooLarge,
)
from growler.http.responder import GrowlerHTTPResponder

from .security import add_headers

MAX_HEAD_BYTES = 64 * 1024
MAX_BODY_BYTES = 1024 * 1024
# How long a client may take to send its request, and then to take the answer's end.
READ_SECONDS = 30.0
LINGER_SECONDS = 2.0
# How long answers that are under way may still take when the server is told to stop.
GRACE_SECONDS = 3.0

log = logging.getLogger(__name__)


class Request(HTTPRequest):
    @property
    def method(self) -> HTTPMethod:
        # HEAD finds the routes of GET; Response leaves the body away.
        method = super().method
        return HTTPMethod.GET if method == HTTPMethod.HEAD else method


class Response(HTTPResponse):
    # Growler would tell its version and Python's.
    SERVER_INFO = "Growler"

    def set_type(self, res_type: str | None) -> None:
        # Growler's own fails where a file's name tells no type.
        super().set_type(res_type or "application/octet-stream")

    def send_html(self, html: str, status: int | None = None) -> None:
        self.set_type("text/html; charset=utf-8")
        # As bytes: of a text Growler would count the letters for the Content-Length.
        super().send_html(html.encode(), status or self.status_code)

    def send_headers(self) -> None:
        # Growler reads one request from a connection, but does not say so.
        self.set("Connection", "close")
        super().send_headers()

    def write(self, msg: bytes | str | None = None) -> None:
        if not self.protocol.is_head:
            super().write(msg)

    def write_eof(self) -> None:
        super().write_eof()
        self.protocol.end()


class Responder(GrowlerHTTPResponder):
    """Reads one request. Growler's own loses bytes of a body that comes in parts."""

    req: Request | None = None
    head_bytes = 0

    def on_data(self, data: bytes) -> None:
        if self.req is None:
            data = self.read_head(data)
        if self.content_length is not None:
            self.read_body(data)

    def read_head(self, data: bytes) -> bytes:
        """Begin the answer once the head is complete; returns what came after it."""
        self.head_bytes += len(data)
        try:
            rest = self.parser.consume(data)
        except ValueError:
            # Not UTF-8, or not an address.
            raise HTTPErrorBadRequest from None
        if rest is None:
            if self.head_bytes > MAX_HEAD_BYTES:
                raise HTTPErrorRequestEntityTooLarge
            return b""

        length = str(self.headers.get("CONTENT-LENGTH", "0"))
        if not self.parser.path.startswith("/"):
            raise HTTPErrorBadRequest
        if not (length.isascii() and length.isdigit()):
            raise HTTPErrorBadRequest
        if len(length) > len(str(MAX_BODY_BYTES)) or int(length) > MAX_BODY_BYTES:
            raise HTTPErrorRequestEntityTooLarge

        self._proto.is_head = self.method == HTTPMethod.HEAD
        self.set_request_line(self.method, self.parser.parsed_url, self.parser.version)
        self.init_body_buffer(self.method, self.headers)
        self.req, self.res = self.build_req_and_res()
        self.begin_application(self.req, self.res)
        if self.content_length is None:
            self._proto.stop_timer()
        return rest

    def read_body(self, data: bytes) -> None:
        self.body_buffer += data[: self.content_length - len(self.body_buffer)]
        if len(self.body_buffer) == self.content_length and not self.req.body.done():
            self.req.body.set_result(bytes(self.body_buffer))
            self._proto.stop_timer()


class Protocol(GrowlerHTTPProtocol):
    """One connection: one request, one answer, closed."""

    is_head = False
    is_answered = False

    @staticmethod
    def http_responder_factory(proto: "Protocol") -> Responder:
        return Responder(proto, request_factory=Request, response_factory=Response)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to be sent."""
        if self.responders[-1].req is not None and not self.is_answered:
            return True
        return self.transport.get_write_buffer_size() > 0

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.timer = self.loop.call_later(READ_SECONDS, transport.close)
        super().connection_made(transport)
        self.http_application["connections"].add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.stop_timer()
        self.http_application["connections"].discard(self)
        request = self.responders[-1].req
        if request is not None and request.body is not None:
            # Nobody need wait for the rest of it.
            request.body.cancel()

    def data_received(self, data: bytes) -> None:
        if not self.is_answered:
            super().data_received(data)

    def eof_received(self) -> bool:
        # True keeps our side open: the answer is still to be sent.
        return self.is_busy

    def handle_error(self, error: Exception) -> None:
        """Answer what is not a request. Growler would leave the connection open."""
        if not isinstance(error, HTTPError):
            log.error("Error in reading a request", exc_info=error)
            error = HTTPErrorInternalServerError()
        response = Response(self)
        add_headers(None, response)
        response.send_text(f"{error.code}: {error.msg}", error.code)

    def end(self) -> None:
        self.is_answered = True
        self.stop_timer()
        # Closed at once, a client that is still sending might not see the answer.
        self.timer = self.loop.call_later(LINGER_SECONDS, self.transport.close)

    def stop_timer(self) -> None:
        self.timer.cancel()


async def finish(app: App) -> None:
    """Let the answers that are under way be sent, then close every connection."""
    with suppress(TimeoutError):
        async with asyncio.timeout(GRACE_SECONDS):
            while any(connection.is_busy for connection in app["connections"]):
                await asyncio.sleep(0.05)
    for connection in app["connections"]:
        connection.transport.close()
