"""Prove cells on a Dask worker, with what is installed there.

Dask calls `fingerprint` and `prove` for each cell, on the worker's event loop: as many at a time as the worker has
threads. What the cells of one run share there (the render worker, the rendered starters, the scratch folder) is a
bench. The first cell opens it; it is put away when the run is over, or when no cell came for a while, because whoever
started the run may have been killed. A worker that is killed itself leaves nothing either: see docs/supervision.md.
"""

import asyncio
import platform
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

from distributed import get_worker

from scaffold import catalog
from scaffold.cells import Workshop
from scaffold.distributed.messages import Answer, Order, cell_of, plain_cell, plain_outcome
from scaffold.environment import find_interpreter, own_version, uv_version
from scaffold.errors import ScaffoldError, ToolMissingError
from scaffold.model import Cell, ForeignTemplate, Mode, Outcome, Source, Status
from scaffold.processes import scratch_folder
from scaffold.render import renderer
from scaffold.version import VERSION

LINGER_SECONDS = 30.0

T = TypeVar("T")

_benches: dict[str, "_Bench"] = {}


def keep(project: bytes) -> bytes:
    """The rendered project of a template that is not ours: from here Dask gives it to whoever proves its cells."""
    return project


async def fingerprint(order: Order, project: bytes | None) -> str:
    """What the outcome of a cell depends on here; empty where that cannot be said, which `prove` will explain."""
    bench = _bench(order)
    try:
        cell = cell_of(order["cell"])
        return await bench.hold(bench.fingerprint(_source(cell, project), cell)) or ""
    except ScaffoldError:
        return ""


async def prove(order: Order, project: bytes | None, _fingerprint: str) -> Answer:
    """Prove one cell; what is wrong with it, or with this machine, is in its outcomes.

    The fingerprint is only there for Dask, which prefers a worker that has it: the starter is rendered there.
    """
    begun = time.monotonic()
    bench = _bench(order)
    cell = cell_of(order["cell"])
    try:
        find_interpreter(cell.python)
        outcomes = await bench.hold(bench.prove(_source(cell, project), cell)) or []
    except ToolMissingError as error:
        outcomes = [Outcome(cell, "install", "install", Status.NOT_TRIED, str(error))]
    except ScaffoldError as error:
        outcomes = [Outcome(cell, "render", "render", Status.FAILED, str(error))]
    now = time.monotonic()
    return Answer(
        outcomes=[plain_outcome(outcome) for outcome in outcomes],
        now=now - bench.begun,
        seconds=now - begun,
        worker=bench.worker.address,
        facts=facts(),
    )


async def let_go(run: str) -> None:
    """Stop what is still tried for a run, and put away what its cells shared."""
    if bench := _benches.get(run):
        await bench.close()


def facts() -> str:
    """What this machine proves with, on one line."""
    return f"scaffold {VERSION}, {uv_version()}, Python {own_version()}, {platform.platform()}"


def _bench(order: Order) -> "_Bench":
    return _benches.get(order["run"]) or _benches.setdefault(order["run"], _Bench(order))


def _source(cell: Cell, project: bytes | None) -> Source:
    """What a cell is rendered from; raises UnknownFrameworkError."""
    if project is None:
        return catalog.found(cell.starter)
    return ForeignTemplate(cell.starter, source="", options=cell.options, rendered=project)


class _Bench:
    """What the cells of one run share on this worker."""

    def __init__(self, order: Order) -> None:
        self.name = order["run"]
        self.worker = get_worker()
        self.begun = time.monotonic()
        self.workshop: asyncio.Future[Workshop] = asyncio.get_running_loop().create_future()
        self._cells: set[asyncio.Task[Any]] = set()
        self._asked = asyncio.Event()
        self._keeper = asyncio.create_task(self._keep([Mode(server) for server in order["servers"]]))

    async def hold(self, work: Coroutine[object, object, T]) -> T | None:
        """Do something for a cell; None where `close` came before it was done."""
        task = asyncio.ensure_future(work)
        self._cells.add(task)
        self._asked.set()
        try:
            return await task
        except asyncio.CancelledError:
            if asyncio.current_task().cancelling():  # type: ignore[union-attr]
                raise
            # By `close`: nobody waits for the answer any more, and to Dask it need not look like a failure.
            return None
        finally:
            self._cells.discard(task)

    async def fingerprint(self, source: Source, cell: Cell) -> str:
        workshop = await asyncio.shield(self.workshop)
        return await workshop.fingerprint(source, cell)

    async def prove(self, source: Source, cell: Cell) -> list[Outcome]:
        workshop = await asyncio.shield(self.workshop)
        return await workshop.prove(source, cell)

    async def close(self) -> None:
        working = [*self._cells, self._keeper]
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)

    async def _keep(self, servers: list[Mode]) -> None:
        try:
            with scratch_folder("dask") as scratch:
                async with renderer() as worker:
                    # As many as Dask gives it: what a person has said with --nthreads.
                    at_once = asyncio.Semaphore(self.worker.state.nthreads)
                    workshop = Workshop(worker, scratch, self._tell, servers, self.begun, processor=at_once)
                    self.workshop.set_result(workshop)
                    await self._until_unused()
                    self._forget()
        except Exception as error:
            if self.workshop.done():
                raise
            self.workshop.set_exception(error)
        finally:
            self._forget()

    async def _until_unused(self) -> None:
        while True:
            if self._cells:
                await asyncio.wait(self._cells)
            self._asked.clear()
            try:
                async with asyncio.timeout(LINGER_SECONDS):
                    await self._asked.wait()
            except TimeoutError:
                if not self._cells:
                    return

    def _forget(self) -> None:
        """A cell that comes from now on opens another bench."""
        if _benches.get(self.name) is self:
            del _benches[self.name]

    def _tell(self, cell: Cell, step: str) -> None:
        """Whoever asked for the run listens to the topic of its name."""
        self.worker.log_event(self.name, {"cell": dict(plain_cell(cell)), "step": str(step)})
