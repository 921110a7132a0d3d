"""Prove the cells of a matrix on a Dask cluster, as `smoke_testing` does on this machine."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime

from scaffold import durations, proofs
from scaffold.cells import Listener
from scaffold.distributed.cluster import cluster
from scaffold.distributed.connection import WORKERS_SECONDS, connected, until_without_workers
from scaffold.matrix import Matrix
from scaffold.model import Beginning, Cell, Outcome, Report
from scaffold.smoke_testing import Counts, Run, longest_first
from scaffold.version import VERSION


async def smoke_on(
    address: str,
    matrix: Matrix,
    *,
    since_proven: bool = False,
    listener: Listener = lambda *_: None,
    finished: Callable[[Sequence[Outcome]], None] = lambda _: None,
    counted: Callable[[Counts], None] = lambda _: None,
    began: Callable[[Beginning], None] = lambda _: None,
) -> Report:
    """Prove the cells of a matrix on the workers of the Dask cluster at `address`; see `smoke_testing.smoke`.

    A cell whose worker died is tried by another one, and the detail of its first outcome says so. Raises what
    `connected` raises.
    """
    begun = time.monotonic()
    started = datetime.now(UTC)
    cells = matrix.cells()
    context = {"scaffold": VERSION, "dask": address}
    results: dict[Cell, list[Outcome]] = {}
    async with connected(address) as client:
        began(Beginning(tuple(cells), started, context))
        waiting = longest_first(cells)
        for cell in waiting:
            listener(cell, "waiting")
        async with cluster(client, address, matrix.servers, begun, listener, counts_first=since_proven) as there:
            known = proofs.proven() if since_proven else {}
            # How many at a time is for Dask to say.
            run = Run(there, nullcontext(), known, len(cells), counted)

            async def prove_cell(cell: Cell) -> None:
                results[cell] = there.told(cell, await run.prove(cells[cell], cell))
                listener(cell, "done")
                finished(results[cell])

            async def give_up() -> None:
                await until_without_workers(client)
                there.give_up(f"the Dask cluster at {address} had no worker for {WORKERS_SECONDS:.0f} s")

            async with asyncio.TaskGroup() as watch:
                watching = watch.create_task(give_up())
                async with asyncio.TaskGroup() as group:
                    for cell in waiting:
                        group.create_task(prove_cell(cell))
                watching.cancel()
    durations.remember(there.took)
    proofs.remember(run.newly_proven)
    every = tuple(outcome for cell in cells for outcome in results[cell])
    return Report(every, time.monotonic() - begun, context | there.workers, started)
