"""The processes that deal with templates of others: how one is started, asked, and kept for the next request."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from scaffold.processes import Child, Command, child_environment, started

SCRIPT = Path(__file__).with_name("foreign_worker")


class DeadlineError(Exception):
    """A worker had not answered in time, and was ended."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that has imported Copier (0.5 s), and deals with each request in a child of its own."""

    child: Child
    _requests: int
    _ended: asyncio.StreamReader

    async def ask(self, request: Mapping[str, object], seconds: float) -> int | None:
        """The exit status of whoever dealt with a request; None where the worker itself has gone."""
        os.write(self._requests, json.dumps(request).encode() + b"\n")
        try:
            async with asyncio.timeout(seconds):
                line = await self._ended.readline()
        except TimeoutError as error:
            raise DeadlineError from error
        return int(line) if line else None


@dataclass(slots=True)
class Workers:
    """The workers of a block: each has one request at a time, and one that has nothing to do gets the next."""

    stack: AsyncExitStack
    _idle: list[Worker] = field(default_factory=list)

    async def ask(
        self, request: Mapping[str, object], folder: Path, environ: Mapping[str, str], *, seconds: float, anew: bool
    ) -> int | None:
        """Let a request be dealt with in a folder; `anew`: by a worker that had none before, and has none after it.

        Raises DeadlineError, after the worker and all that it has started were ended.
        """
        worker = self._idle.pop() if self._idle and not anew else await self._start(folder, environ)
        keep = False
        try:
            status = await worker.ask({**request, "cwd": str(folder), "environ": dict(environ)}, seconds)
            keep = status is not None and not anew
        finally:
            if keep:
                self._idle.append(worker)
            else:
                await worker.child.stop()
        return status

    async def _start(self, folder: Path, environ: Mapping[str, str]) -> Worker:
        name = f"worker-{next(_numbers)}"
        requests, ended, log = (folder / f"{name}.{what}" for what in ("requests", "ended", "log"))
        os.mkfifo(requests)
        os.mkfifo(ended)
        # To read and write, and without waiting: nobody has opened the other ends yet.
        writing = os.open(requests, os.O_RDWR)
        self.stack.callback(os.close, writing)
        reader = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader),
            os.fdopen(os.open(ended, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0),
        )
        self.stack.callback(transport.close)
        # -P: not the folder of the script on the module path of what it starts.
        argv = [sys.executable, "-P", str(SCRIPT), str(requests), str(ended)]
        environment = child_environment(environ, network=True)
        child = await self.stack.enter_async_context(started(Command(argv, cwd=folder, env=environment, log=log)))
        return Worker(child, writing, reader)


@asynccontextmanager
async def workers() -> AsyncIterator[Workers]:
    """The workers of the block around this one, or new ones where there is none."""
    if (kept := _kept.get()) is not None:
        yield kept
        return
    async with AsyncExitStack() as stack:
        yield Workers(stack)


@asynccontextmanager
async def kept_workers() -> AsyncIterator[None]:
    """For the length of a block workers are kept: what is asked in it does not wait for Copier again."""
    async with AsyncExitStack() as stack:
        token = _kept.set(Workers(stack))
        try:
            yield
        finally:
            _kept.reset(token)


_kept: ContextVar[Workers | None] = ContextVar("kept", default=None)
_numbers = count()
