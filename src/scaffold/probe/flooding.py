"""Send a server more than it should take, and see whether it refuses: `flood`.

By hand and not with httpx, because what is asked is when the server stops: httpx would send all of it first, and how
much the server took would not be known.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress

from scaffold.contract import Flood, Request
from scaffold.probe.answers import Answer, NoAnswer

ANNOUNCED_BYTES = 50 * 1024 * 1024
# Where the server has not refused by then it never will. The kernel takes some megabytes by itself.
SENT_BYTES = 16 * 1024 * 1024
# More than any server takes that limits them at all: waitress allows 256 KiB by default, cheroot 500 KiB.
HEADER_BYTES = 1024 * 1024
# After the last byte was taken; a server that refuses does it at once.
PATIENCE_SECONDS = 2.0
PAUSE_SECONDS = 0.05
_PIECE = b"x" * 64 * 1024
_CHUNK = b"%x\r\n%s\r\n" % (len(_PIECE), _PIECE)


async def flood(host: str, port: int, request: Request) -> Answer | NoAnswer:
    """Send a request for as long as the server takes it; the answer has a status and headers, and no body."""
    reader, writer = await asyncio.open_connection(host, port)
    sending = asyncio.create_task(_send(writer, _pieces(host, port, request)))
    reading = asyncio.create_task(_head(reader))
    try:
        await asyncio.wait([sending, reading], return_when=asyncio.FIRST_COMPLETED)
        done, _ = await asyncio.wait([reading], timeout=PATIENCE_SECONDS)
        if not done:
            return NoAnswer(f"it took {sending.result() if sending.done() else 0:,} bytes and did not refuse them")
        return reading.result()
    finally:
        for task in (sending, reading):
            task.cancel()
        await asyncio.gather(sending, reading, return_exceptions=True)
        # At once: there is nobody to whom what is left in the buffer would matter.
        writer.transport.abort()


def _pieces(host: str, port: int, request: Request) -> Iterator[bytes]:
    head = f"{request.method} {request.target} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in request.headers)
    if request.flood is Flood.HEADERS:
        # In two pieces, as over a network: some look at the limit only while the end is not there yet.
        yield f"{head}X-Flood: {'x' * HEADER_BYTES}".encode()
        yield b"\r\n\r\n"
        return
    head += "Content-Type: application/octet-stream\r\n"
    if request.flood is Flood.ANNOUNCED_BODY:
        yield f"{head}Content-Length: {ANNOUNCED_BYTES}\r\n\r\n".encode()
    else:
        yield f"{head}Transfer-Encoding: chunked\r\n\r\n".encode()
    piece = _PIECE if request.flood is Flood.ANNOUNCED_BODY else _CHUNK
    for _ in range(SENT_BYTES // len(_PIECE)):
        yield piece


async def _send(writer: asyncio.StreamWriter, pieces: Iterator[bytes]) -> int:
    """Send it all, or as much as is taken; returns how much that was."""
    sent = 0
    # That nobody takes it is what a refusal looks like from here; the answer says more.
    with suppress(ConnectionError):
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            if piece.startswith(b"GET "):
                await asyncio.sleep(PAUSE_SECONDS)
            sent += len(piece)
    return sent


async def _head(reader: asyncio.StreamReader) -> Answer | NoAnswer:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (ConnectionError, asyncio.IncompleteReadError):
        return NoAnswer("it closed the connection", hung_up=True)
    except asyncio.LimitOverrunError:
        return NoAnswer("its headers do not end")
    line, *lines = head.decode("latin-1").split("\r\n")
    words = line.split(maxsplit=2)
    if len(words) < 2 or not words[0].startswith("HTTP/") or not words[1].isdecimal():
        return NoAnswer(f"it answers with no HTTP: {line[:80]}")
    headers = {name.lower(): value.strip() for name, colon, value in (each.partition(":") for each in lines) if colon}
    return Answer(int(words[1]), headers, "")
