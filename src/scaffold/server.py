"""Boot a starter and keep it up for the length of a block."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.contract import STOP_SECONDS, Request
from scaffold.environment import program_environment
from scaffold.errors import BootError
from scaffold.model import Environment, Mode, Starter
from scaffold.probe import Answer, NoAnswer, accepts, client, fetch
from scaffold.processes import (
    LOG_LIMIT_BYTES,
    LOOPBACK,
    Child,
    Command,
    Stopped,
    beginning,
    descendants,
    exposed,
    flood,
    listeners,
    reserve_port,
    started,
)
from scaffold.starter import filled

if TYPE_CHECKING:
    import psutil

BOOT_SECONDS = 45.0
# Between two questions whether it is up: begin quickly, then leave the CPU to the server.
POLL_SECONDS = (0.005, 0.01)
POLL_SECONDS_LATER = 0.02
# The end of a process is known a moment after its connections are.
NEWS_SECONDS = 0.25
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

    @property
    def exit_code(self) -> int | None:
        """How the server ended; None while it is up."""
        return self._child.exited.result() if self._child.exited.done() else None

    def processes(self) -> "list[psutil.Process]":
        """All processes of the server that are there now."""
        return descendants(self._child.shim)

    def exposed(self) -> list[str]:
        """The addresses beyond the loopback on which one of its processes listens, as "0.0.0.0:8000"."""
        return exposed(self.processes())

    async def has_ended(self) -> bool:
        """Whether the server is no more, asked by somebody whose connection broke."""
        await asyncio.wait([self._child.exited], timeout=NEWS_SECONDS)
        return self._child.exited.done()


@asynccontextmanager
async def boot(
    starter: Starter,
    environment: Environment,
    mode: Mode,
    *,
    scratch: Path,
    port: int | None = None,
    log_limit_bytes: int | None = LOG_LIMIT_BYTES,
    at_once: bool = False,
) -> AsyncIterator[Server]:
    """Start one of a starter's servers and wait until it has answered GET /hello; after the block it is gone.

    Its output and its temporary files go into `scratch`. With `at_once` the block begins right after the answer,
    before it is known from whom that came. Raises BootError where the server ends, where it does not answer in time,
    where it floods its log, and where somebody else answers on its port. Where the port turns out to be taken,
    another one is tried once, unless a `port` was given.
    """
    log = log_file(scratch, mode, at_once=at_once)
    for last in (port is not None, True):
        chosen = port or reserve_port()
        said_before = log.stat().st_size if log.exists() else 0
        command = _command(starter, environment, mode, scratch, chosen, log, log_limit_bytes)
        async with started(command) as child:
            begun = time.monotonic()
            ready = await _until_ready(child, chosen)
            taken = False
            if isinstance(ready, Answer) and not (at_once or listeners(chosen, descendants(child.shim))):
                ready = await _not_its_own(child, chosen)
                taken = not child.exited.done()
            if isinstance(ready, Answer):
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
            stopped = await child.stop()
        if stopped.flooded:
            raise BootError(f"{flood('The server')} before it answered. See {log}.")
        problem = ready.problem
        if _in_use(beginning(log, skip_bytes=said_before)):
            taken, problem = True, f"The server found port {chosen} in use by another program"
        if last or not taken:
            raise BootError(f"{problem}. See {log}.")


def log_file(scratch: Path, mode: Mode, *, at_once: bool = False) -> Path:
    """Where `boot` has a server write its output."""
    return scratch / (f"{mode}-at-once.log" if at_once else f"{mode}.log")


def _command(
    starter: Starter,
    environment: Environment,
    mode: Mode,
    scratch: Path,
    port: int,
    log: Path,
    log_limit_bytes: int | None,
) -> Command:
    return Command(
        argv=filled(starter.table.command(mode), LOOPBACK, port),
        cwd=starter.path,
        env=program_environment(environment, scratch),
        log=log,
        grace_seconds=STOP_SECONDS - 1.0,
        log_limit_bytes=log_limit_bytes,
    )


async def _until_ready(child: Child, port: int) -> Answer | NoAnswer:
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
            return NoAnswer(f"The server ended with status {child.exited.result()} before it answered")
        return NoAnswer(f"GET /hello was not answered within {BOOT_SECONDS:.0f} seconds")
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


async def _not_its_own(child: Child, port: int) -> NoAnswer:
    """Why nobody of the server listens where an answer came from."""
    await asyncio.wait([child.exited], timeout=NEWS_SECONDS)
    if child.exited.done():
        return NoAnswer(f"The server ended with status {child.exited.result()} right after its first answer")
    return NoAnswer(f"Something else than this server answers on port {port}")


def _in_use(said: str) -> bool:
    return any(sign in said.lower() for sign in _IN_USE)
