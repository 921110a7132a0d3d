"""Which cells are to be proven: sources under each choice, all of them or one share of a balanced division."""

import hashlib
import re
import statistics
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from scaffold import catalog
from scaffold.environment import own_version
from scaffold.errors import UsageError
from scaffold.model import Cell, ForeignTemplate, Mode, Resolution, Source

# GitHub makes no more jobs than this of one matrix.
MAX_ENTRIES = 256
# Of a cell where nothing was ever measured: what counts is only that all have the same.
UNKNOWN_SECONDS = 1.0
# Nothing weighs nothing: a share that has a cell is never as light as an empty one.
LEAST_SECONDS = 0.001

# Cells that one job proves, in the order of the matrix.
Shard = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """What is to be proven: each framework, or each row of options of a template, under each choice."""

    frameworks: Sequence[Source]
    # "3.12"; none: the one that runs scaffold.
    pythons: Sequence[str] = ()
    resolutions: Sequence[Resolution] = (Resolution.LOCKED,)
    servers: Sequence[Mode] = (Mode.SERVE, Mode.DEV)
    # Only these of its cells; None: all.
    only: Collection[Cell] | None = None

    def cells(self) -> dict[Cell, Source]:
        every = {
            Cell(framework.name, python, resolution, _options(framework)): framework
            for framework in self.frameworks
            for python in self.pythons or (own_version(),)
            for resolution in self.resolutions
        }
        return {cell: framework for cell, framework in every.items() if self.only is None or cell in self.only}

    def with_only(self, cells: Collection[Cell]) -> "Matrix":
        return replace(self, only=frozenset(cells))


def _options(source: Source) -> tuple[tuple[str, str], ...]:
    return source.options if isinstance(source, ForeignTemplate) else ()


def of_cells(names: Sequence[str], servers: Sequence[Mode]) -> Matrix:
    """The matrix with just the cells of these names; raises UsageError and UnknownFrameworkError.

    They were listed by a machine, and one that cannot be read must not stop the others of its job.
    """
    cells = dict.fromkeys(_cell(name) for name in names)
    return Matrix(
        [catalog.found(name) for name in dict.fromkeys(cell.starter for cell in cells)],
        tuple(dict.fromkeys(cell.python for cell in cells)),
        tuple(dict.fromkeys(cell.resolution for cell in cells)),
        servers,
        frozenset(cells),
    )


def name_of(cell: Cell) -> str:
    """A cell in one word, such as a command line can carry: "NAME/3.12/locked"."""
    return f"{cell.starter}/{cell.python}/{cell.resolution}"


def _cell(name: str) -> Cell:
    found = re.fullmatch(rf"([^/]+)/(\d+\.\d+)/({'|'.join(Resolution)})", name.strip())
    if found is None:
        raise UsageError(f"{name!a} is no cell. A cell is FRAMEWORK/X.Y/HOW; scaffold smoke --list-cells shows all.")
    return Cell(catalog.found(found[1]).name, found[2], Resolution(found[3]))


def duration_name(cell: Cell) -> str:
    """The name under which the cell's duration is remembered."""
    return f"{cell.starter} {cell.python} {cell.resolution} {cell.chosen}".rstrip()


def expected_seconds(cells: Collection[Cell], known: Mapping[str, float]) -> dict[Cell, float]:
    """How long each cell will take: as the last time; the median of the others where it was never tried."""
    measured = [known[duration_name(cell)] for cell in cells if duration_name(cell) in known]
    usual = statistics.median(measured) if measured else UNKNOWN_SECONDS
    return {cell: max(known.get(duration_name(cell), usual), LEAST_SECONDS) for cell in cells}


def shards(cells: Sequence[Cell], count: int, known: Mapping[str, float]) -> tuple[Shard, ...]:
    """Divide cells into `count` shards that take about equally long; with fewer cells there are empty ones at the end.

    The longest goes first, each to the shard that has least to do. That is at most a third longer than the best
    division (Graham 1969), and whoever has the same cells and the same durations has the same division.
    """
    expected = expected_seconds(cells, known)
    filled: list[list[Cell]] = [[] for _ in range(count)]
    for cell in sorted(cells, key=lambda cell: (-expected[cell], name_of(cell))):
        min(filled, key=lambda shard: sum(expected[other] for other in shard)).append(cell)
    place = {cell: number for number, cell in enumerate(cells)}
    return tuple(tuple(sorted(shard, key=place.__getitem__)) for shard in filled)


def division(parts: Sequence[Shard]) -> str:
    """A short name of a division: where all jobs show the same one, together they prove every cell once."""
    text = "\n".join(" ".join(map(name_of, part)) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def entries(
    cells: Sequence[Cell], known: Mapping[str, float], at_most: int = MAX_ENTRIES
) -> dict[str, list[dict[str, object]]]:
    """The cells as the matrix of a CI service: one entry for each job, none of them empty.

    Each entry says which cells it is, so that jobs on machines that know other durations prove what was divided here.
    """
    expected = expected_seconds(cells, known)
    parts = shards(cells, min(at_most, len(cells)), known)
    return {
        "include": [
            {
                "name": str(part[0]) if len(part) == 1 else f"shard {number} of {len(parts)}, {len(part)} cells",
                "cells": ",".join(map(name_of, part)),
                "python": ",".join(dict.fromkeys(cell.python for cell in part)),
                "seconds": round(sum(expected[cell] for cell in part), 1),
            }
            for number, part in enumerate(parts, 1)
        ]
    }
