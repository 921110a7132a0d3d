"""What all commands need of the terminal: whether it is one, how to wait, how to write JSON."""

import os
import shutil
import sys
from collections.abc import Callable, Coroutine
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import typer

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")
WIDE_COLUMNS = 1000


def interactive() -> bool:
    """Whether a person can be asked: never in CI, never where one end is a file or a pipe."""
    return sys.stdin.isatty() and sys.stdout.isatty() and "CI" not in os.environ


def animated() -> bool:
    """Whether lines may be overwritten: never in CI, nor where an output goes elsewhere than to a terminal."""
    to_a_person = sys.stdout.isatty() and sys.stderr.isatty()
    return to_a_person and "CI" not in os.environ and not plain()


def plain() -> bool:
    """Whether all is to be lines without colours: for a screen reader, or a terminal that can do no more.

    ACCESSIBLE is what the prompts of other programs (huh, teapot) go by.
    """
    asked_for = os.environ.get("SCAFFOLD_PLAIN") or os.environ.get("ACCESSIBLE")
    return bool(asked_for) or os.environ.get("TERM", "dumb") in ("dumb", "unknown")


def terminal_columns() -> int:
    """How wide a line may be; as wide as it likes where there is no terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDE_COLUMNS


@cache
def console(*, stderr: bool = False) -> "Console":
    """Rich's console; it heeds NO_COLOR and writes plain text where there is no terminal."""
    from rich.console import Console

    class PipeConsole(Console):
        def on_broken_pipe(self) -> None:
            """Not as Rich does it, by a SystemExit, which in a task would leave the others as they are."""
            nobody_reads()

    if animated():
        return PipeConsole(stderr=stderr, highlight=False)
    # In a file or a log nothing is to be broken at 80 columns.
    width = None if sys.stdout.isatty() else WIDE_COLUMNS
    return PipeConsole(stderr=stderr, highlight=False, soft_wrap=True, width=width, no_color=plain() or None)


# How the work of `wait_for` is told; empty where none is under way.
_on_broken_pipe: list[Callable[[], object]] = []


def nobody_reads() -> None:
    """Whoever read our output has gone, as `head` does: end as by SIGPIPE, which Python ignores.

    In `wait_for` the work is cancelled; elsewhere BrokenPipeError is raised, for `main`. There is no handler for the
    signal itself, because a server that closes its connection while it is sent something would raise it as well.
    """
    # Python would complain when it flushes at the end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if not _on_broken_pipe:
        raise BrokenPipeError
    _on_broken_pipe[-1]()


def wait_for(work: Coroutine[object, object, T]) -> T:
    """Run asynchronous work to its end. A signal to end cancels it, and what it holds is let go first.

    After a signal the process ends with 128 + its number, as shells expect.
    """
    # Half as much as all of Typer, and not needed to show a list or the help.
    import asyncio
    import signal

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
        _on_broken_pipe.append(lambda: loop.call_soon_threadsafe(end, signal.SIGPIPE))
        try:
            return await work
        finally:
            _on_broken_pipe.pop()

    try:
        return asyncio.run(guarded())
    except KeyboardInterrupt:
        ended_by.append(signal.SIGINT)
    except asyncio.CancelledError:
        if not ended_by:
            raise
    if ended_by[0] == signal.SIGPIPE:
        raise BrokenPipeError
    # Not by Typer, which keeps hold of the stream as it was before a live table took it over, and would be overwritten.
    print("scaffold: Interrupted; nothing is left running.", file=sys.stderr)
    raise typer.Exit(128 + ended_by[0])


def write_json(data: object) -> None:
    """Write JSON to standard output."""
    import json

    sys.stdout.write(json.dumps(data, indent=2) + "\n")
