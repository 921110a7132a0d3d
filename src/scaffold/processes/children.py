"""Start a command under the supervisor and keep it for the length of a block."""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from scaffold.processes.connection import the_supervisor

GRACE_SECONDS = 4.0
# Above the supervisor's own bound on a stop: grace, then SIGKILL until nothing is left.
FAREWELL_SECONDS = 15.0
# What a phase may say.
LOG_LIMIT_BYTES = 64 * 1024 * 1024
_STOP_REQUEST = b"s"


@dataclass(frozen=True, slots=True)
class Command:
    """What to run: a list of words, never a shell line. Its output goes to `log`, its input is empty."""

    argv: Sequence[str]
    cwd: Path
    env: Mapping[str, str]
    log: Path
    # From the first SIGTERM to SIGKILL.
    grace_seconds: float = GRACE_SECONDS
    # Whoever writes more is killed with all its descendants, and the log is cut there. None: no limit.
    log_limit_bytes: int | None = LOG_LIMIT_BYTES


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a command and its descendants ended.

    `rung` is the last rung of the ladder that was needed: "nothing to stop", "TERM", "TERM TERM", "TERM to all" or
    "KILL".
    `left_behind` counts the processes that the command did not take with it when it ended.
    `cpu_seconds` is the user and system time of all of them. `flooded`: they were killed because their log had passed
    its limit.
    """

    rung: str
    seconds: float
    left_behind: int
    survivors: int
    cpu_seconds: float
    flooded: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """How a command ended that was waited for. `exit_code` is negative for a signal, None at the deadline."""

    exit_code: int | None
    seconds: float
    cpu_seconds: float
    # Its log passed its limit; see `Stopped`.
    flooded: bool = False


@dataclass(slots=True)
class Child:
    """A command that was started. It is gone, with all its descendants, after the block that started it."""

    exited: asyncio.Future[int]
    _stopped: asyncio.Future[Stopped]
    _lifeline: int
    pid: int = 0
    # The process that holds the command; all descendants are descendants of it as well.
    shim: int = 0
    started: asyncio.Event = field(default_factory=asyncio.Event)

    async def stop(self) -> Stopped:
        """Climb the ladder until nothing is left; returns at once when it was done before."""
        # After the block the number of the lifeline may be somebody else's.
        if not self._stopped.done():
            with suppress(OSError):
                os.write(self._lifeline, _STOP_REQUEST)
        async with asyncio.timeout(FAREWELL_SECONDS):
            return await asyncio.shield(self._stopped)

    def hear(self, line: bytes) -> None:
        facts = json.loads(line)
        if "pid" in facts:
            self.pid, self.shim = facts["pid"], facts["shim"]
            self.started.set()
        elif "exit" in facts and not self.exited.done():
            self.exited.set_result(facts["exit"])
        elif "stopped" in facts and not self._stopped.done():
            rung = facts.pop("stopped")
            self._stopped.set_result(Stopped(rung=rung, **facts))

    def hear_the_end(self) -> None:
        """The shim has closed its report, or was killed."""
        if not self.exited.done():
            self.exited.set_result(-9)
        if not self._stopped.done():
            self._stopped.set_result(Stopped("the supervisor was killed", 0.0, 0, 0, 0.0))
        self.started.set()


@asynccontextmanager
async def started(command: Command) -> AsyncIterator[Child]:
    """Start a command; when the block ends, however it ends, the command and all its descendants are gone."""
    loop = asyncio.get_running_loop()
    log = os.open(command.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    lifeline_read, lifeline_write = os.pipe()
    report_read, report_write = os.pipe()
    child = Child(loop.create_future(), loop.create_future(), lifeline_write)
    # The report ends when the shim has, or was never started: until then something may be alive.
    listening = loop.create_task(_listen(report_read, child))
    try:
        try:
            the_supervisor().ask(
                {
                    "argv": list(command.argv),
                    "cwd": str(command.cwd),
                    "env": dict(command.env),
                    "grace": command.grace_seconds,
                    "log_limit": command.log_limit_bytes,
                },
                (log, lifeline_read, report_write),
            )
        finally:
            for descriptor in (log, lifeline_read, report_write):
                os.close(descriptor)
        await child.started.wait()
        yield child
        await child.stop()
    finally:
        # Also when the stop above was interrupted: the end of the lifeline ends the command.
        os.close(lifeline_write)
        with suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL_SECONDS):
                await asyncio.shield(listening)


async def _listen(report: int, child: Child) -> None:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(report, "rb", buffering=0)
    )
    try:
        async for line in reader:
            child.hear(line)
    finally:
        child.hear_the_end()
        transport.close()


async def run(command: Command, *, deadline_seconds: float) -> Finished:
    """Run a command to its end, or to the deadline; nothing of it is left afterwards."""
    begun = time.monotonic()
    async with started(command) as child:
        done, _ = await asyncio.wait([child.exited], timeout=deadline_seconds)
        stopped = await child.stop()
        return Finished(
            exit_code=child.exited.result() if done else None,
            seconds=time.monotonic() - begun,
            cpu_seconds=stopped.cpu_seconds,
            flooded=stopped.flooded,
        )
