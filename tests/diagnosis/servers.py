"""Indexes and proxies for tests, as they are met: well, refusing, slow, behind a certificate that nobody knows."""

import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time

from scaffold.environment import PACKAGE

PAGE = f'<!doctype html><title>{PACKAGE}</title><a href="{{files}}/{PACKAGE}-1.0-py3-none-any.whl#sha256=0">one</a>'


@dataclass
class Answers:
    """How a server answers, and what it was asked."""

    status: int = 200
    page: str = PAGE.format(files="/files")
    # How far its clock is from ours.
    ahead_seconds: float = 0.0
    asked: list[str] = field(default_factory=list)
    authorizations: list[str | None] = field(default_factory=list)


@contextmanager
def serving(answers: Answers, *, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """An index that is up for the length of a block; gives its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers.asked.append(f"{self.command} {self.path}")
            answers.authorizations.append(self.headers["Authorization"])
            body = answers.page.encode()
            self.send_response(answers.status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815  (the name that http.server calls)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return formatdate(time() + answers.ahead_seconds, usegmt=True)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def get_request(self) -> tuple[socket.socket, object]:
            connection, address = super().get_request()
            if tls is None:
                return connection, address
            # The handshake when the first byte is read, in the thread of the request.
            return tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that does not trust us goes away in the middle."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def hanging() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextmanager
def proxying(refusal: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """A proxy for CONNECT that answers with `refusal`, or lets all through; gives its port and what it was asked."""
    asked: list[str] = []

    def serve(client: socket.socket) -> None:
        with client:
            request = b""
            while b"\r\n\r\n" not in request:
                request += client.recv(4096)
            line = request.partition(b"\r\n")[0].decode()
            asked.append(line)
            if refusal is not None:
                client.sendall(f"HTTP/1.1 {refusal}\r\nContent-Length: 0\r\n\r\n".encode())
                return
            host, _, port = line.split()[1].rpartition(":")
            with socket.create_connection((host, int(port))) as there:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                while True:
                    for ready in select.select([client, there], [], [], 10)[0]:
                        data = ready.recv(65536)
                        if not data:
                            return
                        (there if ready is client else client).sendall(data)

    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=serve, args=(client,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1], asked
        # What waits in accept does not notice that the socket is closed.
        server.shutdown(socket.SHUT_RDWR)
