"""Ask what a probe answers: several slow requests at once, and a text over a WebSocket."""

import asyncio
import time

from scaffold.contract import Request
from scaffold.errors import ScaffoldError
from scaffold.probe import Answer, client, fetch
from scaffold.processes import LOOPBACK

# What /slow waits before it says "done".
SLOW = Request("GET", "/slow")
DONE = "done"
ECHO = "/echo"
ECHO_SECONDS = 10.0


async def slow_at_once(url: str, number: int) -> float:
    """The seconds that some requests for /slow take together. Raises ScaffoldError where one is not answered."""
    async with client(url) as http:
        begun = time.monotonic()
        answers = await asyncio.gather(*(fetch(http, SLOW) for _ in range(number)))
        seconds = time.monotonic() - begun
    for answer in answers:
        if not isinstance(answer, Answer):
            raise ScaffoldError(f"{SLOW.target} was not answered: {answer.problem}")
        if answer.status != 200 or DONE not in answer.body:
            raise ScaffoldError(f"{SLOW.target} was answered with status {answer.status} and {answer.body[:80]!a}")
    return seconds


async def spoken_back(port: int) -> str | None:
    """What came instead of a text that was sent to /echo, or None where it came back.

    Raises ScaffoldError where no WebSocket is opened: that may be the server's fault, and not the framework's.
    """
    # Only here: nobody else speaks it.
    from websockets.asyncio.client import connect
    from websockets.exceptions import WebSocketException

    said = "Gr\u00fc\u00dfe"
    try:
        async with asyncio.timeout(ECHO_SECONDS), connect(f"ws://{LOOPBACK}:{port}{ECHO}", proxy=None) as socket:
            await socket.send(said)
            heard = await socket.recv()
    except TimeoutError:
        return f"nothing within {ECHO_SECONDS:.0f} seconds"
    except (OSError, WebSocketException) as error:
        raise ScaffoldError(f"no WebSocket at {ECHO}: {error}") from error
    return None if heard == said else ascii(heard)
