import itertools
import random

import pytest

from scaffold import catalog
from scaffold.errors import UnknownFrameworkError, UsageError
from scaffold.matrix import (
    MAX_ENTRIES,
    Matrix,
    division,
    duration_name,
    entries,
    expected_seconds,
    name_of,
    of_cells,
    shards,
)
from scaffold.model import Cell, Mode, Resolution

FLASK, DJANGO = catalog.framework("flask"), catalog.framework("django")


def some_cells(count: int) -> tuple[Cell, ...]:
    return tuple(Cell(f"starter-{number}", "3.12") for number in range(count))


def random_durations(cells: tuple[Cell, ...], seed: int) -> dict[str, float]:
    chance = random.Random(seed)  # noqa: S311
    return {duration_name(cell): chance.choice((0.0, 0.5, 2.0, 30.0)) for cell in cells if chance.random() < 0.7}


def test_a_matrix_has_a_cell_for_each_choice_and_a_part_of_it_only_the_part() -> None:
    matrix = Matrix([FLASK, DJANGO], ["3.11", "3.12"], [Resolution.LOCKED, Resolution.LATEST])

    part = matrix.with_only([Cell("django", "3.12", Resolution.LATEST)])

    assert len(matrix.cells()) == 8
    assert part.cells() == {Cell("django", "3.12", Resolution.LATEST): DJANGO}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("cells", "count"), [(1, 1), (7, 7), (30, 4), (257, 256), (300, 256)])
def test_shards_have_every_cell_once_and_none_is_empty_while_there_are_enough(
    cells: int, count: int, seed: int
) -> None:
    all_of_them = some_cells(cells)

    parts = shards(all_of_them, count, random_durations(all_of_them, seed))

    assert len(parts) == count
    assert all(parts)
    assert sorted(map(name_of, sum(parts, ()))) == sorted(map(name_of, all_of_them))


@pytest.mark.parametrize("seed", range(10))
def test_no_shard_takes_more_than_a_third_longer_than_the_best_division(seed: int) -> None:
    cells = some_cells(7)
    known = random_durations(cells, seed)
    seconds = list(expected_seconds(cells, known).values())
    best = min(
        max(sum(s for s, where in zip(seconds, places, strict=True) if where == part) for part in range(3))
        for places in itertools.product(range(3), repeat=7)
    )

    loads = [sum(expected_seconds(cells, known)[cell] for cell in part) for part in shards(cells, 3, known)]

    assert best <= max(loads) <= best * 4 / 3


def test_one_cell_that_takes_as_long_as_all_others_has_a_shard_of_its_own() -> None:
    cells = some_cells(5)
    known = {duration_name(cell): 1.0 for cell in cells} | {duration_name(cells[3]): 4.0}

    assert set(shards(cells, 2, known)) == {(cells[3],), (*cells[:3], cells[4])}


def test_what_was_never_tried_is_taken_for_usual() -> None:
    cells = some_cells(4)
    known = {duration_name(cell): seconds for cell, seconds in zip(cells, (1.0, 5.0, 90.0), strict=False)}

    assert expected_seconds(cells, known)[cells[3]] == 5.0


def test_a_division_depends_on_nothing_but_the_cells_and_their_durations() -> None:
    cells = some_cells(50)
    known = random_durations(cells, 1)
    other_order = dict(reversed(known.items()))

    same = division(shards(cells, 7, known)), division(shards(cells, 7, other_order))

    assert same[0] == same[1]
    assert division(shards(cells, 7, {})) != same[0]


def test_with_fewer_cells_than_shards_the_last_ones_are_empty() -> None:
    cells = some_cells(2)

    assert [len(part) for part in shards(cells, 4, {})] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("cells", "at_most", "jobs"), [(0, 256, 0), (1, 256, 1), (256, 256, 256), (300, 256, 256), (9, 4, 4)]
)
def test_the_matrix_for_ci_has_a_job_for_each_cell_and_never_too_many(cells: int, at_most: int, jobs: int) -> None:
    include = entries(some_cells(cells), {}, at_most)["include"]

    assert len(include) == jobs <= MAX_ENTRIES
    named = [name for entry in include for name in str(entry["cells"]).split(",")]
    assert sorted(named) == sorted(map(name_of, some_cells(cells)))
    assert len({str(entry["name"]) for entry in include}) == jobs


def test_an_entry_says_which_pythons_its_job_needs() -> None:
    cells = (Cell("flask", "3.11"), Cell("flask", "3.12"), Cell("django", "3.12"))

    (entry,) = entries(cells, {"flask 3.11 locked": 4.04}, 1)["include"]

    assert entry == {
        "name": "shard 1 of 1, 3 cells",
        "cells": "flask/3.11/locked,flask/3.12/locked,django/3.12/locked",
        "python": "3.11,3.12",
        "seconds": 12.1,
    }


def test_the_cells_of_a_job_are_read_back_from_their_names() -> None:
    cells = {Cell("flask", "3.11"): FLASK, Cell("django", "3.12", Resolution.LOWEST): DJANGO}

    matrix = of_cells([name_of(cell) for cell in cells], [Mode.SERVE])

    assert matrix.cells() == cells
    assert matrix.servers == [Mode.SERVE]


@pytest.mark.parametrize("name", ["flask", "flask/3.11", "flask/3/locked", "flask/3.11/newest", "/3.11/locked"])
def test_what_is_no_cell_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="--list-cells"):
        of_cells([name], [Mode.SERVE])


def test_a_cell_of_a_framework_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownFrameworkError, match="Did you mean 'flask'"):
        of_cells(["flsk/3.11/locked"], [Mode.SERVE])
