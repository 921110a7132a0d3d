"""The workers of a Dask cluster as what proves cells: each cell is two tasks of Dask's, and Dask plans.

Which worker has which cell, and that another one has it where a worker dies, is Dask's. That alike cells are proven
once, and what is proven not again, is `smoke_testing.Run`'s, here as on one machine.
"""

import asyncio
import secrets
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from scaffold import foreign
from scaffold.cells import Listener
from scaffold.distributed.connection import FAREWELL_SECONDS
from scaffold.distributed.messages import Answer, cell_of, order, outcome_of
from scaffold.errors import NotReachableError, ScaffoldError, ToolMissingError
from scaffold.matrix import duration_name, name_of
from scaffold.model import Cell, ForeignTemplate, Mode, Outcome, Source, Status
from scaffold.processes import scratch_folder

if TYPE_CHECKING:
    from distributed import Client, Future

T = TypeVar("T")
# Of a cell that fails as a task, which no starter can do: a worker that joined late may have no scaffold. Where a
# worker dies Dask tries again without this, as often as its allowed-failures says.
RETRIES = 2
# Templates that are not ours, each in a process of its own on this machine.
RENDERED_AT_ONCE = 2


class _LostError(ScaffoldError):
    """A task came to no end, for a reason that is Dask's or the cluster's."""


@asynccontextmanager
async def cluster(
    client: "Client", address: str, servers: Sequence[Mode], begun: float, listener: Listener, *, counts_first: bool
) -> AsyncIterator["Cluster"]:
    """The cluster for the length of a block; then the workers stop what they are at and put away what they share.

    With `counts_first` all cells are looked at before any is proven; otherwise what is known of one comes at once.
    """
    name = f"scaffold-{secrets.token_hex(6)}"
    there = Cluster(client, address, name, servers, begun, listener, prove_priority=0 if counts_first else 1)
    topics = {name: there.hear_step, "all": there.hear_loss}
    for topic, hear in topics.items():
        client.subscribe_topic(topic, hear)
    try:
        yield there
    finally:
        # Also after Ctrl-C: what the workers are at would be for nobody. A cluster that is gone has nothing.
        with suppress(TimeoutError, OSError):
            async with asyncio.timeout(FAREWELL_SECONDS):
                await there.let_go()
        # Or the scheduler tells a client that is gone that it is gone, and logs a traceback.
        for topic in topics:
            client.unsubscribe_topic(topic)


@dataclass(slots=True)
class Cluster:
    """Proves cells elsewhere: what `smoke_testing.Prover` wants, and what was heard meanwhile."""

    client: "Client"
    address: str
    name: str
    servers: Sequence[Mode]
    begun: float
    listener: Listener
    prove_priority: int
    took: dict[str, float] = field(default_factory=dict)
    # What each worker proves with.
    workers: dict[str, str] = field(default_factory=dict)
    _gone: asyncio.Future[str] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    _futures: "list[Future[Any]]" = field(default_factory=list)
    _fingerprints: "dict[Cell, Future[str]]" = field(default_factory=dict)
    _unknown: dict[Cell, str] = field(default_factory=dict)
    _projects: "dict[ForeignTemplate, Future[bytes] | ScaffoldError]" = field(default_factory=dict)
    _locks: defaultdict[Source, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _rendering: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(RENDERED_AT_ONCE))
    _done: set[Cell] = field(default_factory=set)
    # The cells that are being proven, by the key of the task, and the workers that went away with each.
    _proving: dict[str, Cell] = field(default_factory=dict)
    _lost: defaultdict[Cell, list[str]] = field(default_factory=lambda: defaultdict(list))

    async def fingerprint(self, source: Source, cell: Cell) -> str:
        from scaffold.distributed.worker import fingerprint

        request = order(self.name, cell, self.servers)
        try:
            project = await self._project(source)
            future = self._submit(fingerprint, request, project, key=f"look-{self.name}-{_key(cell)}", priority=0)
            found: str = await self._result(future)
        except _LostError as error:
            self._unknown[cell] = str(error)
            raise
        self._fingerprints[cell] = future
        if not found:
            raise ScaffoldError("The worker will say why when it is to prove the cell.")
        return found

    async def prove(self, source: Source, cell: Cell) -> list[Outcome]:
        from scaffold.distributed.worker import prove

        if cell in self._unknown:
            return [Outcome(cell, "dask", "worker", Status.FAILED, self._unknown[cell])]
        try:
            project = await self._project(source)
        except ScaffoldError as error:
            missing = isinstance(error, ToolMissingError | NotReachableError)
            return [Outcome(cell, "render", "render", Status.NOT_TRIED if missing else Status.FAILED, str(error))]
        request = order(self.name, cell, self.servers)
        key = f"prove-{self.name}-{_key(cell)}"
        self._proving[key] = cell
        seen = self._fingerprints[cell]
        try:
            future = self._submit(prove, request, project, seen, key=key, priority=self.prove_priority)
            answer: Answer = await self._result(future)
        except _LostError as error:
            return [Outcome(cell, "dask", "worker", Status.FAILED, str(error))]
        finally:
            del self._proving[key]
        # Or Dask would have it proven again when the worker dies that holds the answer.
        future.release()
        self.took[duration_name(cell)] = answer["seconds"]
        self.workers[f"worker {answer['worker']}"] = answer["facts"]
        # The worker's clock is its own: the answer is from now.
        later = time.monotonic() - self.begun - answer["now"]
        outcomes = [outcome_of(plain) for plain in answer["outcomes"]]
        return [replace(outcome, ended_at=outcome.ended_at + later) for outcome in outcomes]

    def told(self, cell: Cell, outcomes: list[Outcome]) -> list[Outcome]:
        """The outcomes of a cell with what happened to it on the way; no step of it is heard any more."""
        self._done.add(cell)
        if not self._lost[cell]:
            return outcomes
        again = f"tried again: {', '.join(self._lost[cell])} went away with it"
        first = outcomes[0]
        detail = f"{first.detail}; {again}" if first.detail else again
        return [replace(first, detail=detail), *outcomes[1:]]

    def give_up(self, problem: str) -> None:
        """Nothing will come any more: whatever is waited for has failed."""
        self._gone.set_result(problem)

    async def let_go(self) -> None:
        """Have the workers stop what they are at, and put away what the run's cells shared."""
        from scaffold.distributed.worker import let_go

        await self.client.cancel([future for future in self._futures if not future.done()])
        await self.client.run(let_go, self.name, on_error="ignore")

    def hear_step(self, event: tuple[float, Mapping[str, Any]]) -> None:
        """A worker tells which cell it has at which step."""
        cell = cell_of(event[1]["cell"])
        if cell not in self._done:
            self.listener(cell, event[1]["step"])

    def hear_loss(self, event: tuple[float, object]) -> None:
        """The scheduler tells of workers that went away, with tasks of ours and of others."""
        message = event[1]
        if isinstance(message, Mapping) and message.get("action") == "remove-worker":
            for key in (*message.get("processing-tasks", ()), *message.get("lost-computed-tasks", ())):
                if cell := self._proving.get(str(key)):
                    self._lost[cell].append(str(message.get("worker")))

    async def _project(self, source: Source) -> "Future[bytes] | None":
        """What a template that is not ours renders, made here once and held by Dask. Raises ScaffoldError."""
        if not isinstance(source, ForeignTemplate):
            return None
        async with self._locks[source]:
            if source not in self._projects:
                try:
                    self._projects[source] = await self._render(source)
                except ScaffoldError as error:
                    self._projects[source] = error
        project = self._projects[source]
        if isinstance(project, ScaffoldError):
            raise project
        return project

    async def _render(self, template: ForeignTemplate) -> "Future[bytes]":
        from scaffold.distributed.worker import keep

        # Here, where the person trusts it or not, and has access to it; a task and no data, so that Dask has it again
        # when the worker dies that holds it.
        async with self._rendering:
            with scratch_folder("dask") as folder:
                await foreign.render(template, folder / foreign.PROJECT, folder)
                content = await asyncio.to_thread(foreign.packed, Path(folder / foreign.PROJECT))
        key = f"project-{self.name}-{len(self._projects)}-{secrets.token_hex(4)}"
        return self._submit(keep, content, key=key, priority=0)

    def _submit(self, work: Any, *arguments: object, key: str, priority: int) -> "Future[Any]":
        if self.client.status != "running":
            raise self._went_away()
        future: Future[Any] = self.client.submit(
            work, *arguments, key=key, priority=priority, retries=RETRIES, pure=False
        )
        self._futures.append(future)
        return future

    async def _result(self, future: "Future[T]") -> T:
        """What a task gives; raises _LostError."""
        waiting = asyncio.ensure_future(self._awaited(future))
        racers: list[asyncio.Future[T] | asyncio.Future[str]] = [waiting, self._gone]
        try:
            await asyncio.wait(racers, return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                raise _LostError(self._gone.result())
            return waiting.result()
        finally:
            waiting.cancel()

    async def _awaited(self, future: "Future[T]") -> T:
        try:
            answer: T = await future
            return answer
        except (Exception, asyncio.CancelledError) as error:
            if future.status in ("cancelled", "lost"):
                raise self._went_away() from error
            if isinstance(error, asyncio.CancelledError):
                raise
            # KilledWorker has a sentence of its own, which names the last worker and where to look.
            raise _LostError(" ".join(f"{type(error).__name__}: {error}".split())) from error

    def _went_away(self) -> _LostError:
        return _LostError(f"the Dask cluster at {self.address} went away")


def _key(cell: Cell) -> str:
    return f"{name_of(cell)} {cell.chosen}".rstrip()
