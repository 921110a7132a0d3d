"""Find what broke: the smallest set of changes that does, and the first bad release of each.

Pure search; whoever calls says how one combination is tried. Delta debugging after Zeller and Hildebrandt,
"Simplifying and isolating failure-inducing input" (2002): https://www.st.cs.uni-saarland.de/papers/tse2002/
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
# True: it breaks; False: it does not; None: it could not be tried.
Breaks = Callable[[Sequence[T]], Awaitable[bool | None]]


async def smallest(changes: Sequence[T], breaks: Breaks[T]) -> tuple[T, ...]:
    """The smallest subset of `changes` that breaks: no one of it can be left out.

    All of `changes` together are known to break. Singles are looked for first, by halves: most drift has one cause.
    """
    current = tuple(changes)
    parts = 2
    while len(current) > 1:
        chunks = _split(current, parts)
        reduced = None
        for chunk in chunks:
            if await breaks(chunk):
                reduced, parts = chunk, 2
                break
        else:
            if len(chunks) > 2:
                for chunk in chunks:
                    rest = tuple(change for change in current if change not in chunk)
                    if await breaks(rest):
                        reduced, parts = rest, max(parts - 1, 2)
                        break
        if reduced is not None:
            current = reduced
        elif parts >= len(current):
            break
        else:
            parts = min(parts * 2, len(current))
    return current


async def first_bad(releases: Sequence[T], breaks: Callable[[T], Awaitable[bool | None]]) -> int:
    """The index of the first of `releases`, oldest first, that breaks; the last one is known to.

    Releases that cannot be tried are taken for bad: the last good one is then still one that was seen to be good.
    """
    good, bad = -1, len(releases) - 1
    while bad - good > 1:
        middle = (good + bad) // 2
        if await breaks(releases[middle]) is False:
            good = middle
        else:
            bad = middle
    return bad


def _split(items: tuple[T, ...], parts: int) -> list[tuple[T, ...]]:
    size, rest = divmod(len(items), parts)
    chunks = []
    start = 0
    for number in range(parts):
        end = start + size + (number < rest)
        if end > start:
            chunks.append(items[start:end])
        start = end
    return chunks
