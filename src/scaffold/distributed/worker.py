"""Prove cells on a Dask worker, with what is installed there.

Dask calls `prove` for each cell, on the worker's event loop: as many at a time as the worker has threads. What the
cells of one run share there (the render worker, the rendered starters, the scratch folder) is a bench. The first
cell opens it; it is put away when the run is over, or when no cell came for a while, because whoever started the run
may have been killed. A worker that is killed itself leaves nothing either: see docs/supervision.md.
"""

import asyncio
import platform
import time
from datetime import date

from distributed import get_worker

from scaffold import catalog
from scaffold.cells import Workshop
from scaffold.distributed.messages import Answer, Order, cell_of, plain_cell, plain_outcome
from scaffold.environment import own_version, uv_version
from scaffold.errors import ScaffoldError
from scaffold.model import Cell, Framework, Mode, Outcome, Status
from scaffold.processes import scratch_folder
from scaffold.render import renderer
from scaffold.smoke_testing import Run
from scaffold.version import VERSION

LINGER_SECONDS = 30.0

_benches: dict[str, "_Bench"] = {}


async def prove(order: Order) -> Answer:
    """Prove one cell; what is wrong with it, or with this machine, is in its outcomes."""
    cell = cell_of(order["cell"])
    name = order["run"]
    bench = _benches.get(name) or _benches.setdefault(name, _Bench(order))
    try:
        outcomes = await bench.prove(catalog.framework(cell.starter), cell)
    except ScaffoldError as error:
        outcomes = [Outcome(cell, "render", "render", Status.FAILED, str(error))]
    return bench.answer(outcomes)


async def let_go(run: str) -> None:
    """Stop what is still tried for a run, and put away what its cells shared."""
    if bench := _benches.get(run):
        await bench.close()


def facts() -> str:
    """What this machine proves with, on one line."""
    return f"scaffold {VERSION}, {uv_version()}, Python {own_version()}, {platform.platform()}"


class _Bench:
    """What the cells of one run share on this worker."""

    def __init__(self, order: Order) -> None:
        self.name = order["run"]
        self.worker = get_worker()
        self.begun = time.monotonic()
        self.run: asyncio.Future[Run] = asyncio.get_running_loop().create_future()
        self._cells: set[asyncio.Task[list[Outcome]]] = set()
        self._asked = asyncio.Event()
        self._keeper = asyncio.create_task(self._keep(order))

    async def prove(self, framework: Framework, cell: Cell) -> list[Outcome]:
        task = asyncio.create_task(self._prove(framework, cell))
        self._cells.add(task)
        self._asked.set()
        try:
            return await task
        except asyncio.CancelledError:
            if asyncio.current_task().cancelling():  # type: ignore[union-attr]
                raise
            # By `close`: nobody waits for the answer any more, and to Dask it need not look like a failure.
            return []
        finally:
            self._cells.discard(task)

    async def _prove(self, framework: Framework, cell: Cell) -> list[Outcome]:
        run = await asyncio.shield(self.run)
        return await run.prove(framework, cell)

    def answer(self, outcomes: list[Outcome]) -> Answer:
        answer = Answer(
            outcomes=[plain_outcome(outcome) for outcome in outcomes],
            now=time.monotonic() - self.begun,
            took={},
            proven=[],
            worker=self.worker.address,
            facts=facts(),
        )
        if self.run.done() and not self.run.cancelled() and not self.run.exception():
            run = self.run.result()
            answer["took"], answer["proven"] = dict(run.took), list(run.newly_proven)
        return answer

    async def close(self) -> None:
        working = [*self._cells, self._keeper]
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)

    async def _keep(self, order: Order) -> None:
        known = {print_: date.fromisoformat(day) for print_, day in order["known"].items()}
        servers = [Mode(server) for server in order["servers"]]
        at_once = asyncio.Semaphore(self.worker.state.nthreads)
        try:
            with scratch_folder("dask") as scratch:
                async with renderer() as worker:
                    workshop = Workshop(worker, scratch, self._tell, servers, self.begun)
                    self.run.set_result(Run(workshop, at_once, known, 0, lambda _: None))
                    await self._until_unused()
                    self._forget()
        except Exception as error:
            if self.run.done():
                raise
            self.run.set_exception(error)
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
