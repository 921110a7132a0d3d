"""Ask the render worker, line by line."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from scaffold.head_start import Worker, take
from scaffold.processes.connection import refuse_windows, scratch_held_by

# A companion finishes what it has begun.
COMPANION_SECONDS = 60.0


class Companion:
    """A process of our own that takes requests on its input and answers on its output, a line each."""

    def __init__(self, worker: Worker, answers: asyncio.StreamReader) -> None:
        self._process, self._answers = worker.process, answers

    async def ask(self, request: bytes) -> bytes:
        """The answer to a request; empty where the companion has ended. Raises BrokenPipeError likewise."""
        assert self._process.stdin is not None
        # A request is shorter than what a pipe holds: writing it does not block.
        self._process.stdin.write(request)
        self._process.stdin.flush()
        return await self._answers.readline()

    def kill(self) -> None:
        self._process.kill()


@asynccontextmanager
async def companion(*, max_line_bytes: int) -> AsyncIterator[Companion]:
    """The render worker for the length of a block.

    It ends by itself when its input does, be it because scaffold was killed; Ctrl-C does not reach it. Scratch
    folders are removed only after that.
    """
    refuse_windows()
    worker = take()
    assert worker.process.stdin is not None
    answers = asyncio.StreamReader(limit=max_line_bytes)
    with scratch_held_by(worker.alive):
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(answers), worker.process.stdout
        )
        try:
            yield Companion(worker, answers)
        finally:
            with suppress(BrokenPipeError):
                worker.process.stdin.close()
            with suppress(TimeoutError):
                async with asyncio.timeout(COMPANION_SECONDS):
                    # Its output ends when it does.
                    await answers.read()
            transport.close()
            worker.process.kill()
            worker.process.wait()
