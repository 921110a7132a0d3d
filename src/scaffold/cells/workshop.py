"""Where cells are made and tried; what they share is made once."""

import asyncio
import hashlib
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from pathlib import Path

from scaffold import foreign, naming, starter
from scaffold.build import set_up, stage
from scaffold.cells.fingerprints import fingerprint
from scaffold.cells.machine import in_thread, processors
from scaffold.environment import (
    Fit,
    Loan,
    borrow,
    find_interpreter,
    fit,
    install,
    keep_bytecode,
    lend_bytecode,
    relock,
    resolve,
)
from scaffold.errors import NotReachableError, RenderError, ScaffoldError, ToolMissingError
from scaffold.model import (
    BrokenFramework,
    Cell,
    Environment,
    ForeignTemplate,
    Framework,
    Mode,
    Outcome,
    Resolution,
    Source,
    Starter,
    Status,
)
from scaffold.prove import Subject, prove
from scaffold.render import Renderer

PROJECT_NAME = "Smoke-Test"
RESOLVED_AT_ONCE = 4
# Templates that are not ours, each in a process of its own.
RENDERED_AT_ONCE = 2

# Told which cell is at which step.
Listener = Callable[[Cell, str], None]


@dataclass(slots=True)
class Workshop:
    """Where the cells of one run are made: what they share is made once, when the first of them wants it."""

    worker: Renderer
    scratch: Path
    listener: Listener
    # Which servers are proven.
    servers: Sequence[Mode] = (Mode.SERVE, Mode.DEV)
    begun: float = field(default_factory=time.monotonic)
    # What was released after this day is not seen when versions are resolved.
    as_of: date | None = None
    # Held by a cell while it computes, and not while it waits for a server to stop.
    processor: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(processors() + 1))
    _numbers: Iterator[int] = field(default_factory=count)
    _made: dict[str, Path | ScaffoldError] = field(default_factory=dict)
    _locks: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    # An index answers slowly, and not faster to many.
    _asking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(RESOLVED_AT_ONCE))
    _rendering: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(RENDERED_AT_ONCE))

    async def project(self, source: Source, resolution: Resolution) -> Path:
        """The rendered starter with its lock, to be copied. Raises RenderError and InstallationError."""
        if resolution is Resolution.LOCKED:
            return await self._once(f"{_place(source)}-locked", lambda folder: self._relock(source, folder))
        return await self._once(
            f"{_place(source)}-{resolution}", lambda folder: self._resolve(source, resolution, folder)
        )

    async def _once(self, name: str, make: Callable[[Path], Awaitable[Path]]) -> Path:
        """What `make` makes in a folder of that name, or why it could not; whoever comes later is given the same."""
        async with self._locks[name]:
            if name not in self._made:
                os.mkdir(self.scratch / name)
                try:
                    self._made[name] = await make(self.scratch / name)
                except ScaffoldError as error:
                    self._made[name] = error
        made = self._made[name]
        if isinstance(made, ScaffoldError):
            raise made
        return made

    async def _rendered(self, source: Source) -> Path:
        return await self._once(f"{_place(source)}-rendered", lambda folder: self._render(source, folder))

    async def _render(self, source: Source, folder: Path) -> Path:
        if isinstance(source, BrokenFramework):
            raise RenderError(source.problem)
        if isinstance(source, ForeignTemplate):
            return await self._render_foreign(source, folder)
        return await self._render_ours(source, folder)

    async def _render_ours(self, framework: Framework, folder: Path) -> Path:
        project = naming.project(PROJECT_NAME, framework)
        async with stage(self.worker, framework, project, beside=folder / project.name) as staged:
            staged.publish(folder / project.name)
        return folder / project.name

    async def _render_foreign(self, template: ForeignTemplate, folder: Path) -> Path:
        project = folder / foreign.PROJECT
        async with self._rendering:
            await foreign.render(template, project, folder)
        async with self._asking:
            await foreign.lock(project, folder)
        return project

    async def _relock(self, source: Source, folder: Path) -> Path:
        """What was rendered, where uv would take its lock; else a copy whose lock names the index that uv asks here."""
        rendered = await self._rendered(source)
        # The lock of a template of others is its own business: nobody has verified it.
        if isinstance(source, ForeignTemplate) or fit(rendered) is not Fit.OTHER:
            return rendered
        project = folder / rendered.name
        await in_thread(shutil.copytree, rendered, project, symlinks=True)
        async with self._asking:
            await relock(project, python=None, log=folder / "lock.log")
        return project

    async def _resolve(self, source: Source, resolution: Resolution, folder: Path) -> Path:
        rendered = await self._rendered(source)
        project = folder / rendered.name
        await in_thread(shutil.copytree, rendered, project, symlinks=True)
        async with self._asking:
            await resolve(project, python=None, log=folder / "resolve.log", resolution=resolution, as_of=self.as_of)
        return project

    async def fingerprint(self, source: Source, cell: Cell) -> str:
        """What the outcome of a cell depends on, as a hash: the project with its lock, Python, uv, scaffold, servers.

        Raises what `project` raises, and ToolMissingError.
        """
        project = await self.project(source, cell.resolution)
        return await asyncio.to_thread(fingerprint, project, find_interpreter(cell.python), self.servers)

    async def prove(
        self,
        source: Source,
        cell: Cell,
        *,
        shared: Path | None = None,
        variables: tuple[tuple[str, str], ...] = (),
        only: tuple[str, str] | None = None,
        prepare: Callable[[Path, Environment], None] = lambda *_: None,
        look: Callable[[Path, Environment], None] = lambda *_: None,
    ) -> list[Outcome]:
        """Try a cell; never raises for what is the starter's fault, or this machine's.

        `shared` is the project to copy, where it is not the cell's own; `variables` is what its programs find in
        their environment, `only` the step and the check that it is tried for. `prepare` is given the folder and the
        environment before anything runs in it, `look` is shown both, the logs among them, before they are removed.
        The environment may be lent to others afterwards, unless a file in it was changed.
        """
        # A number and no name: servers make sockets below it, whose whole path has at most 103 bytes.
        folder = self.scratch / str(next(self._numbers))
        os.mkdir(folder)
        subject = Subject(cell, source.exceptions, self.listener, self.processor, self.begun, only)
        outcomes: list[Outcome] = []
        # What is tried once and never again gets an environment of its own.
        lent, loan = shared is None, None
        step = "render"
        begun = time.monotonic()

        def passed(cpu_seconds: float = 0.0) -> None:
            nonlocal begun
            now = time.monotonic()
            outcomes.append(subject.outcome(step, step, seconds=now - begun, cpu_seconds=cpu_seconds))
            begun = now

        try:
            subject.begins(step)
            shared = shared or await self.project(source, cell.resolution)
            await in_thread(shutil.copytree, shared, folder / shared.name, symlinks=True)
            project = starter.load(folder / shared.name)
            passed()

            loan = borrow(project.path, cell.python) if lent else None
            async with self.processor:
                subject.begins(step := "install")
                begun = time.monotonic()
                environment, cpu_seconds = await _install(project, cell, folder, loan)
                environment = replace(environment, variables=variables)
                await in_thread(prepare, folder, environment)
                passed(cpu_seconds)

                if project.table.setup:
                    subject.begins(step := "setup")
                    passed(await set_up(project, environment, scratch=folder))

            outcomes += await prove(project, environment, subject, scratch=folder, servers=self.servers)
            if loan is None or loan.fresh:
                await in_thread(keep_bytecode, environment)
            look(folder, environment)
        except (ToolMissingError, NotReachableError) as error:
            outcomes.append(subject.not_tried(step, step, str(error)))
        except ScaffoldError as error:
            seconds = time.monotonic() - begun
            outcomes.append(subject.outcome(step, step, str(error), seconds=seconds, log=folder / f"{step}.log"))
        except Exception as error:
            # A mistake of ours, or of the machine: it is one cell's outcome, with what is needed to find it.
            outcomes.append(Outcome(cell, step, step, Status.FAILED, f"scaffold itself failed: {error!r}"))
        finally:
            # Now, while others wait for something, and not for all at the end: it takes 0.1 s each, and four times
            # that where the disk is busy, of the five seconds that an interrupted run has.
            await in_thread(shutil.rmtree, folder, ignore_errors=True)
            if loan is not None:
                failed = any(outcome.status is Status.FAILED for outcome in outcomes)
                await in_thread(loan.give_back, passed=not failed)
        return outcomes


async def _install(project: Starter, cell: Cell, folder: Path, loan: Loan | None) -> tuple[Environment, float]:
    """Install into what was lent, or into the project's own folder; with all the bytecode that there is."""
    place = loan.path if loan is not None else None
    log = folder / "install.log"
    installed = await install(project, python=cell.python, log=log, resolution=cell.resolution, place=place)
    if loan is None or loan.fresh:
        await in_thread(lend_bytecode, installed[0])
    if loan is not None:
        await in_thread(loan.was_installed)
    return installed


def _place(source: Source) -> str:
    """The name of what belongs to a source in the scratch folder; short, for the sockets that servers make below it."""
    if not isinstance(source, ForeignTemplate):
        return source.name
    which = repr((source.source, source.ref, source.data, source.options)).encode()
    return f"{source.name[:8]}-{hashlib.sha256(which).hexdigest()[:6]}"
