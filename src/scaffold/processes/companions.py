"""Programs of our own that are asked and answer, line by line."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from scaffold.processes.connection import the_supervisor

# A companion finishes what it has begun.
COMPANION_SECONDS = 60.0


@asynccontextmanager
async def companion(argv: Sequence[str], *, max_line_bytes: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start a program of our own that takes requests on its input and answers on its output, a line each.

    It ends by itself when its input does, be it because scaffold was killed; Ctrl-C does not reach it. Scratch
    folders are removed only after that. After the block it is gone.
    """
    ours, its = os.pipe()
    try:
        the_supervisor().ask({"companion": True}, (ours,))
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(its,),
            limit=max_line_bytes,
            env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            start_new_session=True,
        )
    finally:
        os.close(ours)
        os.close(its)
    try:
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(COMPANION_SECONDS):
                await process.wait()
