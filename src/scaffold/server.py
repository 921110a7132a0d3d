"""Boot a starter and keep it up for the length of a block."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from scaffold.contract import STOP_SECONDS, Request
from scaffold.environment import program_environment
from scaffold.errors import BootError
from scaffold.model import Environment, Mode, Starter
from scaffold.probe import Answer, NoAnswer, accepts, client, fetch
from scaffold.processes import (
    LOOPBACK,
    Child,
    Command,
    Stopped,
    descendants,
    listeners,
    reserve_port,
    started,
)
from scaffold.starter import filled

BOOT_SECONDS = 45.0
# Between two questions whether it is up: begin quickly, then leave the CPU to the server.
POLL_SECONDS = (0.005, 0.01)
POLL_SECONDS_LATER = 0.02
_IN_USE = ("address already in use", "errno 98", "errno 48")
_READY = Request("GET", "/hello")


@dataclass(frozen=True, slots=True)
class Server:
    """A starter that is up and has answered."""

    url: str
    port: int
    mode: Mode
    log: Path
    # From the start of the command to the first complete answer; wall time.
    boot_seconds: float
    first: Answer
    _child: Child

    async def stop(self) -> Stopped:
        """End the server as an operator would, with SIGTERM, and say which rung of the ladder it took."""
        return await self._child.stop()

    async def ended(self) -> int:
        """Wait until the server ends by itself; returns its exit code, negative for a signal."""
        return await asyncio.shield(self._child.exited)


@asynccontextmanager
async def boot(
    starter: Starter,
    environment: Environment,
    mode: Mode,
    *,
    scratch: Path,
    port: int | None = None,
) -> AsyncIterator[Server]:
    """Start one of a starter's servers and wait until it has answered GET /hello; after the block it is gone.

    Its output and its temporary files go into `scratch`. Raises BootError where it ends, where it does not answer
    in time, and where somebody else answers on its port.
    """
    log = scratch / f"{mode}.log"
    tried_again = False
    while True:
        chosen = port or reserve_port()
        command = _command(starter, environment, starter.table.command(mode), scratch, chosen, log)
        async with started(command) as child:
            begun = time.monotonic()
            ready = await _until_ready(child, chosen, log)
            if isinstance(ready, Answer):
                _prove_identity(child, chosen, log)
                yield Server(
                    url=f"http://{LOOPBACK}:{chosen}",
                    port=chosen,
                    mode=mode,
                    log=log,
                    boot_seconds=time.monotonic() - begun,
                    first=ready,
                    _child=child,
                )
                return
        if tried_again or port is not None or not _port_was_taken(log):
            raise BootError(ready.problem)
        tried_again = True


def _command(
    starter: Starter, environment: Environment, argv: Sequence[str], scratch: Path, port: int, log: Path
) -> Command:
    return Command(
        argv=filled(argv, LOOPBACK, port),
        cwd=starter.path,
        env=program_environment(environment, scratch),
        log=log,
        grace_seconds=STOP_SECONDS - 1.0,
    )


async def _until_ready(child: Child, port: int, log: Path) -> Answer | NoAnswer:
    """The first complete answer to GET /hello, raced against the end of the process and the deadline.

    Not HEAD, which three frameworks refuse; not an accepted connection, which some give 19 ms before they serve.
    """
    polling = asyncio.ensure_future(_poll(port))
    try:
        racers: list[asyncio.Future[Answer] | asyncio.Future[int]] = [polling, child.exited]
        await asyncio.wait(racers, timeout=BOOT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if polling.done():
            return polling.result()
        if child.exited.done():
            return NoAnswer(f"The server ended with status {child.exited.result()} before it answered. See {log}.")
        return NoAnswer(f"GET /hello was not answered within {BOOT_SECONDS:.0f} seconds. See {log}.")
    finally:
        polling.cancel()


async def _poll(port: int) -> Answer:
    waits = iter(POLL_SECONDS)
    async with client(f"http://{LOOPBACK}:{port}") as http:
        while True:
            # Asked over HTTP only once somebody is there: a refused request costs fifty times as much.
            if accepts(LOOPBACK, port):
                answer = await fetch(http, _READY)
                if isinstance(answer, Answer):
                    return answer
            await asyncio.sleep(next(waits, POLL_SECONDS_LATER))


def _prove_identity(child: Child, port: int, log: Path) -> None:
    """Raise BootError where the answer did not come from a descendant of what was started."""
    if not listeners(port, descendants(child.shim)):
        raise BootError(f"Something else than this server answers on port {port}. See {log}.")


def _port_was_taken(log: Path) -> bool:
    try:
        text = log.read_text(errors="replace").lower()
    except OSError:
        return False
    return any(sign in text for sign in _IN_USE)
