"""The web server of circuits, with what it leaves open closed.

You need not read this to write pages. A subclass of a component has the handlers of
its base and adds its own; the ones with a higher priority run earlier.
"""

import logging
import time
from http.cookies import SimpleCookie
from inspect import getgeneratorlocals
from io import IOBase
from socket import socket

from circuits import Event, Timer, handler, web
from circuits.net.events import close
from circuits.web.errors import httperror
from circuits.web.wrappers import Request, Response

MAX_REQUEST_BYTES = 1024 * 1024
# How long answers that are under way may still take when the server is told to stop.
GRACE_SECONDS = 3.0

log = logging.getLogger(__package__)


class finish(Event):
    """Fired when the server is to stop."""


class Server(web.Server):
    def init(self, *args: object, **kwargs: object) -> None:
        self._received: dict[socket, int] = {}
        self._deadline: float | None = None

    # --- what comes in

    @handler("read", priority=1)
    def _on_read(self, event, sock: socket, data: bytes) -> None:
        """Refuse a request that is too large: circuits would take it all."""
        # circuits has a buffer for a request that is not complete yet.
        before = self._received.get(sock, 0) if sock in self.http._buffers else 0
        self._received[sock] = before + len(data)
        if self._received[sock] > MAX_REQUEST_BYTES:
            event.stop()
            if before <= MAX_REQUEST_BYTES:
                request = Request(sock, server=self)
                self.fire(httperror(request, Response(request), 413))

    @handler("disconnect", priority=1)
    def _on_disconnect(self, sock: socket) -> None:
        self._received.pop(sock, None)
        # circuits would keep what it has of an unfinished request for ever.
        self.http._buffers.pop(sock, None)

    @handler("request", priority=20)
    def _on_request(self, request: Request, *_: object) -> None:
        # HEAD is answered like GET, without the body. See _on_response.
        request.is_head = request.method == "HEAD"
        if request.is_head:
            request.method = "GET"

    # --- what goes out

    @handler("response", priority=20)
    def _on_response(self, response: Response) -> None:
        request = response.request
        if getattr(request, "is_head", False):
            request.method = "HEAD"
        if request.method == "HEAD":
            response.close = True
        # circuits sends each cookie back, without its Secure and HttpOnly.
        for name, cookie in SimpleCookie(request.headers.get("Cookie", "")).items():
            if response.cookie.get(name) == cookie:
                del response.cookie[name]

    @handler("response", priority=-1)
    def _on_response_sent(self, response: Response) -> None:
        request = response.request
        if request.method == "HEAD":
            # circuits would take the next request on this connection for this one.
            self.fire(close(request.sock))
            if response.stream:
                # A file that was opened to be sent.
                for value in getgeneratorlocals(response.body).values():
                    if isinstance(value, IOBase):
                        value.close()
        log.info("%s %s %d", request.method, request.path[:200], response.status)

    # --- the end

    @handler("signal", channel="*", priority=1)
    def _on_signal(self, event, *_: object) -> None:
        """End as soon as there is nothing to do. circuits would wait for 3 seconds."""
        event.stop()
        if self._deadline is None:
            self._deadline = time.monotonic() + GRACE_SECONDS
            # No new connections.
            self.fire(close(self.server._sock))
            self.fire(finish(True))

    @handler("finish")
    def _on_finish(self, was_busy: bool) -> None:
        is_busy = self.is_busy
        # Twice idle: between made and sent an answer may be an event that waits.
        if (is_busy or was_busy) and time.monotonic() < self._deadline:
            Timer(0.02, finish(is_busy)).register(self)
        else:
            self.root.stop()

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to be made or to be sent."""
        return bool(self.http._clients) or any(self.server._buffers.values())
