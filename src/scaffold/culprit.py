"""Find what broke: the smallest set of changes that does, and the first bad release of each.

Pure search; whoever calls says how one combination is tried. One culprit after the other is found by halves, which is
the idea of Junker, "QuickXplain: Preferred Explanations and Relaxations for Over-Constrained Problems" (AAAI 2004). It
relies on more changes breaking no less. Where that is not so, what was found still breaks, and is looked at again for
what can be left out.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
# True: it breaks; False: it does not; None: it could not be tried.
Breaks = Callable[[Sequence[T]], Awaitable[bool | None]]
# The same for the numbers of changes, in ascending order.
_Tried = Callable[[tuple[int, ...]], Awaitable[bool | None]]


async def smallest(changes: Sequence[T], breaks: Breaks[T]) -> tuple[T, ...]:
    """The smallest subset of `changes` that breaks: no one of it can be left out.

    All of `changes` together are known to break. No combination is tried twice, and those that are, in the order that
    the changes have.
    """
    everything = tuple(range(len(changes)))
    known: dict[tuple[int, ...], bool | None] = {everything: True}

    async def tried(some: tuple[int, ...]) -> bool | None:
        if some not in known:
            known[some] = await breaks([changes[number] for number in some])
        return known[some]

    found = await _without_others(everything, tried)
    return tuple(changes[number] for number in await _minimal(found, tried))


async def _without_others(everything: tuple[int, ...], tried: _Tried) -> tuple[int, ...]:
    """A subset that breaks, each of which was needed with those before it: some log2 of all for each that is in it."""
    needed: tuple[int, ...] = ()
    candidates = everything
    while needed == () or not await tried(needed):
        # With so many of the candidates it does not break, with so many it does.
        good, bad = 0, len(candidates)
        while bad - good > 1:
            middle = (good + bad) // 2
            if await tried(tuple(sorted((*candidates[:middle], *needed)))):
                bad = middle
            else:
                good = middle
        needed = tuple(sorted((candidates[bad - 1], *needed)))
        candidates = candidates[: bad - 1]
    return needed


async def _minimal(found: tuple[int, ...], tried: _Tried) -> tuple[int, ...]:
    """The subset of what breaks of which no change can be left out."""
    for number in found:
        rest = tuple(other for other in found if other != number)
        if rest and await tried(rest):
            return await _minimal(rest, tried)
    return found


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
