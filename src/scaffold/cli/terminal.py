"""What all commands need of the terminal: whether it is one, how to wait, how to write JSON."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Coroutine
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import typer

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")


def interactive() -> bool:
    """Whether a person can be asked: never in CI, never where one end is a file or a pipe."""
    return sys.stdin.isatty() and sys.stdout.isatty() and "CI" not in os.environ


def animated() -> bool:
    """Whether lines may be overwritten."""
    return sys.stdout.isatty() and "CI" not in os.environ and os.environ.get("TERM") != "dumb"


@cache
def console(*, stderr: bool = False) -> "Console":
    """Rich's console; it heeds NO_COLOR and writes plain text where there is no terminal."""
    from rich.console import Console

    if animated():
        return Console(stderr=stderr, highlight=False)
    # Lines of a log are not to be broken at 80 columns.
    return Console(stderr=stderr, highlight=False, soft_wrap=True, no_color=not sys.stdout.isatty() or None)


def wait_for(work: Coroutine[object, object, T]) -> T:
    """Run asynchronous work to its end. SIGINT, SIGTERM and SIGHUP cancel it, and what it holds is let go first.

    Raises KeyboardInterrupt after SIGINT; ends the process with 128 + the signal's number after the others.
    """
    ended_by: list[int] = []

    async def guarded() -> T:
        task = asyncio.current_task()
        assert task is not None
        loop = asyncio.get_running_loop()

        def end(number: int) -> None:
            ended_by.append(number)
            task.cancel()

        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, end, number)
        return await work

    try:
        return asyncio.run(guarded())
    except asyncio.CancelledError:
        if not ended_by:
            raise
        raise typer.Exit(128 + ended_by[0]) from None


def write_json(data: object) -> None:
    """Write JSON to standard output."""
    sys.stdout.write(json.dumps(data, indent=2) + "\n")
