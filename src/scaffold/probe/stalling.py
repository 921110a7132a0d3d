"""Clients that begin a request and do not go on with it: `slow_clients`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

# Until the server has taken them, and waits for the rest.
PAUSE_SECONDS = 0.05


@asynccontextmanager
async def slow_clients(host: str, port: int, number: int) -> AsyncIterator[None]:
    """Have so many clients stop in the middle of their headers, for the length of the block."""
    writers: list[asyncio.StreamWriter] = []
    try:
        for _ in range(number):
            # Who takes no connection has not taken the others either: what is asked in the block will tell.
            with suppress(OSError):
                _, writer = await asyncio.open_connection(host, port)
                writers.append(writer)
                writer.write(f"GET /hello HTTP/1.1\r\nHost: {host}:{port}\r\nX-Slow:".encode())
        if writers:
            await asyncio.sleep(PAUSE_SECONDS)
        yield
    finally:
        for writer in writers:
            writer.transport.abort()
