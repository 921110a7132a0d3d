import asyncio
import itertools
import random
from collections.abc import Sequence

import pytest

from scaffold.culprit import first_bad, smallest


@pytest.mark.parametrize("size", [1, 2, 3, 5, 12])
@pytest.mark.parametrize("guilty", [1, 2, 3])
def test_the_smallest_set_is_found_wherever_it_is(size: int, guilty: int) -> None:
    for culprits in itertools.islice(itertools.combinations(range(size), guilty), 60):

        async def breaks(some: Sequence[int], culprits: tuple[int, ...] = culprits) -> bool:
            return set(culprits) <= set(some)

        assert set(asyncio.run(smallest(range(size), breaks))) == set(culprits)


def test_one_culprit_among_many_takes_few_tries() -> None:
    tries = 0

    async def breaks(some: Sequence[int]) -> bool:
        nonlocal tries
        tries += 1
        return 41 in some

    assert asyncio.run(smallest(range(64), breaks)) == (41,)
    assert tries <= 12


@pytest.mark.parametrize("guilty", [1, 2, 3])
def test_each_culprit_takes_no_more_tries_than_halving_and_a_look_at_each_of_them(guilty: int) -> None:
    for culprits in itertools.combinations(range(12), guilty):
        seen: list[tuple[int, ...]] = []

        async def breaks(
            some: Sequence[int], culprits: tuple[int, ...] = culprits, seen: list[tuple[int, ...]] = seen
        ) -> bool:
            seen.append(tuple(some))
            return set(culprits) <= set(some)

        asyncio.run(smallest(range(12), breaks))

        assert len(seen) == len(set(seen)) <= guilty * (4 + 1) + guilty


def test_whatever_breaks_what_is_found_breaks_and_nothing_of_it_can_be_left_out() -> None:
    for seed in range(200):
        drawn = random.Random(seed)  # noqa: S311  (an example, not a secret)
        size = drawn.randint(1, 9)
        # Nothing holds of it but that all together break.
        known: dict[tuple[int, ...], bool | None] = {tuple(range(size)): True}

        async def breaks(
            some: Sequence[int],
            drawn: random.Random = drawn,
            known: dict[tuple[int, ...], bool | None] = known,
        ) -> bool | None:
            return known.setdefault(tuple(some), drawn.choice([True, False, False, None]))

        found = asyncio.run(smallest(range(size), breaks))

        assert known[found], seed
        if len(found) > 1:
            assert not any(known[found[:left] + found[left + 1 :]] for left in range(len(found))), seed


def test_what_cannot_be_tried_is_not_taken_for_a_culprit() -> None:
    # 2 can only be installed together with 3: alone it is no combination.
    async def breaks(some: Sequence[int]) -> bool | None:
        if 2 in some and 3 not in some:
            return None
        return 2 in some

    assert set(asyncio.run(smallest(range(6), breaks))) == {2, 3}


@pytest.mark.parametrize("releases", [1, 2, 3, 7, 20])
def test_the_first_bad_release_is_found(releases: int) -> None:
    for bad in range(releases):

        async def breaks(number: int, bad: int = bad) -> bool:
            return number >= bad

        assert asyncio.run(first_bad(range(releases), breaks)) == bad


def test_a_release_that_cannot_be_tried_is_not_called_good() -> None:
    async def breaks(number: int) -> bool | None:
        return None if number in (4, 5) else number >= 6

    assert asyncio.run(first_bad(range(9), breaks)) == 4
