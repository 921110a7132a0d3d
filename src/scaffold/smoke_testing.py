"""Smoke-test starters: every cell of the matrix, many at once; a broken one never stops the others."""

import asyncio
import math
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from scaffold import durations, proofs
from scaffold.cells import Listener, Workshop, processors
from scaffold.environment import find_interpreter
from scaffold.errors import ScaffoldError, ToolMissingError
from scaffold.facts import facts
from scaffold.matrix import Matrix, duration_name
from scaffold.model import Beginning, Cell, Framework, Outcome, Report, Source, Status
from scaffold.processes import scratch_folder
from scaffold.render import renderer


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cells there are, how many of them are different, and how many of those are not proven yet."""

    cells: int
    distinct: int
    new: int


class Smoke(Protocol):
    """What `smoke` is, for who only wants to know that cells are proven and not where."""

    def __call__(
        self,
        matrix: Matrix,
        *,
        since_proven: bool,
        listener: Listener,
        finished: Callable[[Sequence[Outcome]], None],
        counted: Callable[[Counts], None],
        began: Callable[[Beginning], None],
    ) -> Coroutine[object, object, Report]: ...


class Prover(Protocol):
    """What tries cells: a workshop on this machine, or others elsewhere."""

    async def fingerprint(self, source: Source, cell: Cell) -> str:
        """What the outcome of a cell depends on, as a hash; raises ScaffoldError where it cannot be had."""

    async def prove(self, source: Source, cell: Cell) -> list[Outcome]:
        """Try a cell; never raises for what is the starter's fault."""


async def smoke(
    matrix: Matrix,
    *,
    jobs: int | None = None,
    since_proven: bool = False,
    listener: Listener = lambda *_: None,
    finished: Callable[[Sequence[Outcome]], None] = lambda _: None,
    counted: Callable[[Counts], None] = lambda _: None,
    began: Callable[[Beginning], None] = lambda _: None,
) -> Report:
    """Prove the cells of a matrix; with `since_proven` only those that were not proven before on this machine.

    At most `jobs` compute at a time (None: one more than there are processors), and as many others may be waiting for
    something; with 1 one cell comes after the other. `began` is told what will be tried before anything is;
    `finished` is given the outcomes of each cell when it is done. The listener's last step of a cell is "done". A
    cell whose Python is missing is not tried; raises ToolMissingError where that is so for all of them.
    """
    begun = time.monotonic()
    started = datetime.now(UTC)
    cells = matrix.cells()
    interpreters, missing = _interpreters(cells)
    context = facts(interpreters)
    began(Beginning(tuple(cells), started, context))
    waiting = longest_first({cell: source for cell, source in cells.items() if cell.python in interpreters})
    results = {
        cell: [Outcome(cell, "install", "install", Status.NOT_TRIED, missing[cell.python])]
        for cell in cells
        if cell.python in missing
    }
    for outcomes in results.values():
        finished(outcomes)
    for cell in waiting:
        listener(cell, "waiting")

    with scratch_folder("smoke") as scratch:
        # Templates of others have workers of their own.
        ours = any(isinstance(cells[cell], Framework) for cell in waiting)
        async with renderer(at_once=ours) as worker, asyncio.TaskGroup() as group:
            computing = jobs or processors() + 1
            workshop = Workshop(
                worker, scratch, listener, matrix.servers, begun, processor=asyncio.Semaphore(computing)
            )
            known = proofs.proven() if since_proven else {}
            run = Run(workshop, asyncio.Semaphore(1 if jobs == 1 else 2 * computing), known, len(waiting), counted)

            async def prove_cell(cell: Cell) -> None:
                results[cell] = await run.prove(cells[cell], cell)
                listener(cell, "done")
                finished(results[cell])

            for cell in waiting:
                group.create_task(prove_cell(cell))
    durations.remember(run.took)
    proofs.remember(run.newly_proven)
    every = tuple(replace(outcome, log=None) for cell in cells for outcome in results[cell])
    return Report(every, time.monotonic() - begun, context, started)


@dataclass(slots=True)
class Run:
    """What the cells of one run know of each other: alike ones are tried once."""

    prover: Prover
    at_once: AbstractAsyncContextManager[object]
    known: Mapping[str, date]
    cells: int
    counted: Callable[[Counts], None]
    took: dict[str, float] = field(default_factory=dict)
    newly_proven: list[str] = field(default_factory=list)
    _alike: dict[str, asyncio.Future[list[Outcome]]] = field(default_factory=dict)
    _seen: int = 0

    async def prove(self, source: Source, cell: Cell) -> list[Outcome]:
        try:
            print_ = await self.prover.fingerprint(source, cell)
        except ScaffoldError:
            # The cell itself will tell what is wrong.
            print_ = f"none of {cell}"
        first = print_ not in self._alike
        if first:
            self._alike[print_] = asyncio.get_running_loop().create_future()
        self._count()
        if not first:
            return [replace(outcome, cell=cell) for outcome in await self._alike[print_]]
        outcomes = await self._prove(source, cell, print_)
        self._alike[print_].set_result(outcomes)
        return outcomes

    async def _prove(self, source: Source, cell: Cell, print_: str) -> list[Outcome]:
        if print_ in self.known:
            reason = f"with the same template, lock, Python and tools on {self.known[print_]}"
            return [Outcome(cell, "cell", "proof", Status.PROVEN, reason)]
        async with self.at_once:
            started = time.monotonic()
            outcomes = await self.prover.prove(source, cell)
            self.took[duration_name(cell)] = time.monotonic() - started
        if all(outcome.status in (Status.PASSED, Status.EXCEPTED) for outcome in outcomes):
            self.newly_proven.append(print_)
        return outcomes

    def _count(self) -> None:
        self._seen += 1
        if self._seen == self.cells:
            new = sum(print_ not in self.known for print_ in self._alike)
            self.counted(Counts(self.cells, len(self._alike), new))


def _interpreters(cells: Iterable[Cell]) -> tuple[dict[str, Path], dict[str, str]]:
    """The interpreters by version, and why those are missing that are; raises ToolMissingError where all are."""
    found: dict[str, Path] = {}
    missing: dict[str, str] = {}
    for python in dict.fromkeys(cell.python for cell in cells):
        try:
            found[python] = find_interpreter(python)
        except ToolMissingError as error:
            missing[python] = str(error)
    if missing and not found:
        raise ToolMissingError(" ".join(missing.values()))
    return found, missing


def longest_first(cells: Mapping[Cell, Source]) -> list[Cell]:
    """What is started last ends last: by how long each took the last time; what is not known comes first."""
    known = durations.remembered()

    def expected(cell: Cell) -> tuple[float, int]:
        return known.get(duration_name(cell), math.inf), _lock_bytes(cells[cell])

    return sorted(cells, key=expected, reverse=True)


def _lock_bytes(source: Source) -> int:
    if not isinstance(source, Framework):
        return 0
    lock = source.folder / "project" / "uv.lock.jinja"
    return lock.stat().st_size if lock.exists() else 0
