"""Do work that nobody can interrupt, and wait for it no longer than is said."""

import threading
import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")


class OverdueError(TimeoutError):
    """It was not done in time, and may hang forever."""


def together(works: Sequence[Callable[[], T]], *, seconds: float) -> list[T | Exception]:
    """The results of all, in order; of what raised, the exception, and OverdueError of what was not done in time.

    Each has a thread of its own. One that hangs, in a look-up of a name or in a file system that is gone, is left
    alone: it ends with the process, which does not wait for it as it would for those of a pool.
    """
    done: SimpleQueue[tuple[int, T | Exception]] = SimpleQueue()

    def do(number: int) -> None:
        try:
            done.put((number, works[number]()))
        except Exception as error:  # whatever it is, it is the result
            done.put((number, error))

    for number in range(len(works)):
        threading.Thread(target=do, args=(number,), daemon=True).start()
    results: list[T | Exception] = [OverdueError()] * len(works)
    deadline = time.monotonic() + seconds
    for _ in works:
        try:
            number, result = done.get(timeout=max(deadline - time.monotonic(), 0))
        except Empty:
            break
        results[number] = result
    return results


def within(seconds: float, work: Callable[[], T]) -> T:
    """The result of work, or what it raises; OverdueError where it takes longer."""
    (result,) = together([work], seconds=seconds)
    if isinstance(result, Exception):
        raise result
    return result
