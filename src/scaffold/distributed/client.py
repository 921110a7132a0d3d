"""Send the cells of a matrix to a Dask cluster and collect what happened to them, as it comes.

Which worker proves which cell, and that another one does where a worker dies, is Dask's: nothing here plans.
"""

import asyncio
import logging
import secrets
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scaffold import durations, proofs
from scaffold.cells import Listener
from scaffold.distributed.messages import Answer, cell_of, order, outcome_of
from scaffold.errors import NotReachableError, ToolMissingError, UsageError
from scaffold.matrix import Matrix, name_of
from scaffold.model import Beginning, Cell, Outcome, Report, Status
from scaffold.smoke_testing import longest_first
from scaffold.version import VERSION

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_SECONDS = 10.0
# From the start, or from the moment when the last worker went away.
WORKERS_SECONDS = 60.0
LOOK_SECONDS = 5.0
FAREWELL_SECONDS = 5.0
# Of a cell that fails as a task, which no starter can do: a worker that joined late may have no scaffold. Where a
# worker dies Dask tries again without this, as often as its allowed-failures says.
RETRIES = 2


async def smoke_on(
    address: str,
    matrix: Matrix,
    *,
    since_proven: bool = False,
    listener: Listener = lambda *_: None,
    began: Callable[[Beginning], None] = lambda _: None,
    finished: Callable[[Sequence[Outcome]], None] = lambda _: None,
) -> Report:
    """Prove the cells of a matrix on the workers of the Dask cluster at `address`; see `smoke_testing.smoke`.

    A cell whose worker died is tried by another one, and the detail of its first outcome says so. Raises
    ToolMissingError where Dask is missing here or scaffold there, NotReachableError where there is no such cluster
    or none of its workers comes up, UsageError where `address` is none.
    """
    begun = time.monotonic()
    cells = matrix.cells()
    run = _Run(f"scaffold-{secrets.token_hex(6)}", address, begun, listener)
    known = proofs.proven() if since_proven else {}
    async with _connected(address) as client:
        await _look_at(client, address)
        began(Beginning(tuple(cells), datetime.now(UTC), {"scaffold": VERSION, "dask": address}))
        async with run.listening(client):
            from scaffold.distributed.worker import let_go, prove

            for cell in longest_first(cells):
                listener(cell, "waiting")
                request = order(run.name, cell, matrix.servers, known)
                key = f"{run.name}-{name_of(cell)}"
                # Dask's annotation does not know that it waits for what a coroutine gives.
                run.futures[key] = client.submit(prove, request, key=key, retries=RETRIES, pure=False)  # type: ignore[arg-type]
                run.cells[key] = cell
            try:
                async for cell, outcomes in run.results(client):
                    listener(cell, "done")
                    finished(outcomes)
            finally:
                # Also after Ctrl-C: what the workers are at would be for nobody. A cluster that is gone has nothing.
                with suppress(TimeoutError, OSError):
                    async with asyncio.timeout(FAREWELL_SECONDS):
                        await client.cancel([future for future in run.futures.values() if not future.done()])
                        await client.run(let_go, run.name, on_error="ignore")
    durations.remember(run.took)
    proofs.remember(run.proven)
    every = tuple(outcome for cell in cells for outcome in run.outcomes[cell])
    return Report(every, time.monotonic() - begun, {"scaffold": VERSION, "dask": address, **run.workers})


@dataclass(slots=True)
class _Run:
    """The cells that a cluster has been given, and what is known of them."""

    name: str
    address: str
    begun: float
    listener: Listener
    futures: "dict[str, Future[Answer]]" = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    outcomes: dict[Cell, list[Outcome]] = field(default_factory=dict)
    # The workers that went away with a cell, by the key of its task.
    lost: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    took: dict[str, float] = field(default_factory=dict)
    proven: list[str] = field(default_factory=list)
    workers: dict[str, str] = field(default_factory=dict)

    @asynccontextmanager
    async def listening(self, client: "Client") -> AsyncIterator[None]:
        """Hear of the cells' steps, and of workers that go away with cells."""
        topics = {self.name: self._hear_step, "all": self._hear_loss}
        for topic, hear in topics.items():
            client.subscribe_topic(topic, hear)
        try:
            yield
        finally:
            # Or the scheduler tells a client that is gone that it is gone, and logs a traceback.
            for topic in topics:
                client.unsubscribe_topic(topic)

    def _hear_step(self, event: tuple[float, Mapping[str, Any]]) -> None:
        cell = cell_of(event[1]["cell"])
        if cell not in self.outcomes:
            self.listener(cell, event[1]["step"])

    def _hear_loss(self, event: tuple[float, object]) -> None:
        message = event[1]
        if isinstance(message, Mapping) and message.get("action") == "remove-worker":
            for key in (*message.get("processing-tasks", ()), *message.get("lost-computed-tasks", ())):
                # Of other people's tasks as well.
                if str(key) in self.cells:
                    self.lost[str(key)].append(str(message.get("worker")))

    async def results(self, client: "Client") -> AsyncIterator[tuple[Cell, Sequence[Outcome]]]:
        """Each cell with its outcomes, as they come."""
        from distributed import as_completed

        done = as_completed(self.futures.values(), loop=client.loop)
        seen = time.monotonic()
        while len(self.outcomes) < len(self.cells):
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    future = await anext(done)
            except TimeoutError:
                if await _has_workers(client):
                    seen = time.monotonic()
                elif time.monotonic() - seen > WORKERS_SECONDS:
                    for key, cell in self.cells.items():
                        if cell not in self.outcomes:
                            problem = f"the Dask cluster at {self.address} had no worker for {WORKERS_SECONDS:.0f} s"
                            yield cell, self._keep(key, [_lost(cell, problem)])
                continue
            key = str(future.key)
            yield self.cells[key], self._keep(key, await self._outcomes(self.cells[key], future))
            # Or Dask would have it proven again when the worker dies that holds the answer.
            future.release()

    async def _outcomes(self, cell: Cell, future: "Future[Answer]") -> list[Outcome]:
        try:
            answer = await future
        except (Exception, asyncio.CancelledError) as error:
            if future.status in ("cancelled", "lost"):
                return [_lost(cell, f"the Dask cluster at {self.address} went away")]
            if isinstance(error, asyncio.CancelledError):
                raise
            # KilledWorker has a sentence of its own, which names the last worker and where to look.
            return [_lost(cell, " ".join(f"{type(error).__name__}: {error}".split()))]
        self.took |= answer["took"]
        self.proven += answer["proven"]
        self.workers[f"worker {answer['worker']}"] = answer["facts"]
        # The worker's clock is its own: the answer is from now.
        later = time.monotonic() - self.begun - answer["now"]
        outcomes = [outcome_of(plain) for plain in answer["outcomes"]]
        return [replace(outcome, ended_at=outcome.ended_at + later) for outcome in outcomes]

    def _keep(self, key: str, outcomes: list[Outcome]) -> list[Outcome]:
        if self.lost[key]:
            again = f"tried again: {', '.join(self.lost[key])} went away with it"
            first = outcomes[0]
            detail = f"{first.detail}; {again}" if first.detail else again
            outcomes = [replace(first, detail=detail), *outcomes[1:]]
        self.outcomes[self.cells[key]] = outcomes
        return outcomes


def _lost(cell: Cell, problem: str) -> Outcome:
    return Outcome(cell, "dask", "worker", Status.FAILED, problem)


@asynccontextmanager
async def _connected(address: str) -> "AsyncIterator[Client]":
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise ToolMissingError("Dask is missing. Get it with: pip install 'scaffold-web[dask]'") from error
    # That the scheduler went away is told by the outcomes, and not by a traceback among them.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    client = Client(address, asynchronous=True, timeout=CONNECT_SECONDS, set_as_default=False)
    try:
        try:
            await client
        except ValueError as error:
            raise UsageError(f"--dask: {error}. Give an address such as tcp://10.0.0.5:8786.") from error
        except (OSError, TimeoutError) as error:
            raise NotReachableError(
                f"No Dask scheduler answers at {address}. Start one with 'dask scheduler', and workers with "
                "'dask worker ADDRESS'."
            ) from error
        yield client
    finally:
        await client.close(timeout=FAREWELL_SECONDS)


async def _look_at(client: "Client", address: str) -> None:
    """Refuse a cluster that has no workers, or no scaffold."""
    from scaffold.distributed.worker import facts

    try:
        # Dask's annotation does not know of asynchronous clients.
        await client.wait_for_workers(1, timeout=WORKERS_SECONDS)  # type: ignore[func-returns-value,misc]
    except TimeoutError as error:
        raise NotReachableError(
            f"The Dask cluster at {address} has no worker. Start one with: dask worker {address}"
        ) from error
    answers = await client.run(facts, on_error="return")
    for worker, answer in answers.items():
        if isinstance(answer, Exception):
            raise ToolMissingError(
                f"scaffold cannot be used on the Dask worker at {worker} ({answer}). Install scaffold-web[dask] there, "
                "of the same version as here."
            )


async def _has_workers(client: "Client") -> bool:
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            return bool(await client.nthreads())
    except (TimeoutError, OSError):
        return False
