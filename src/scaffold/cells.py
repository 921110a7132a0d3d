"""One cell of the matrix, from the template to the stop: render, resolve, install, set up, prove."""

import asyncio
import hashlib
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import ParamSpec, TypeVar

from scaffold import foreign, naming, starter
from scaffold.build import set_up, stage
from scaffold.environment import (
    find_interpreter,
    install,
    keep_bytecode,
    lend_bytecode,
    resolve,
    uv_version,
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
    Status,
)
from scaffold.processes import ask
from scaffold.prove import Subject, prove
from scaffold.render import Renderer

PROJECT_NAME = "Smoke-Test"
RESOLVED_AT_ONCE = 4
# Templates that are not ours, each in a process of its own.
RENDERED_AT_ONCE = 2
# Not a part of what a starter is: it holds a secret that is new each time.
_SECRETS = ".env"

P = ParamSpec("P")
T = TypeVar("T")
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
    _numbers: Iterator[int] = field(default_factory=count)
    _made: dict[str, Path | ScaffoldError] = field(default_factory=dict)
    _locks: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    # An index answers slowly, and not faster to many.
    _asking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(RESOLVED_AT_ONCE))
    _rendering: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(RENDERED_AT_ONCE))

    async def project(self, source: Source, resolution: Resolution) -> Path:
        """The rendered starter with its lock, to be copied. Raises RenderError and InstallationError."""
        if resolution is Resolution.LOCKED:
            return await self._once(f"{_place(source)}-rendered", lambda folder: self._render(source, folder))
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

    async def _resolve(self, source: Source, resolution: Resolution, folder: Path) -> Path:
        rendered = await self.project(source, Resolution.LOCKED)
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
        look: Callable[[Path, Environment], None] = lambda *_: None,
    ) -> list[Outcome]:
        """Try a cell; never raises for what is the starter's fault, or this machine's.

        `shared` is the project to copy, where it is not the cell's own; `variables` is what its programs find in
        their environment. `look` is shown the folder with the logs, and the environment, before both are removed.
        """
        folder = self.scratch / f"{_place(source)}-{cell.python}-{cell.resolution}-{next(self._numbers)}"
        os.mkdir(folder)
        subject = Subject(cell, source.exceptions, self.listener, self.begun)
        outcomes: list[Outcome] = []
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

            subject.begins(step := "install")
            environment, cpu_seconds = await install(
                project, python=cell.python, log=folder / "install.log", resolution=cell.resolution
            )
            environment = replace(environment, variables=variables)
            await in_thread(lend_bytecode, environment)
            passed(cpu_seconds)

            if project.table.setup:
                subject.begins(step := "setup")
                passed(await set_up(project, environment, scratch=folder))

            outcomes += await prove(project, environment, subject, scratch=folder, servers=self.servers)
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
        return outcomes


def _place(source: Source) -> str:
    """The name of what belongs to a source in the scratch folder; short, for the sockets that servers make below it."""
    if not isinstance(source, ForeignTemplate):
        return source.name
    which = repr((source.source, source.ref, source.data, source.options)).encode()
    return f"{source.name[:8]}-{hashlib.sha256(which).hexdigest()[:6]}"


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Like `asyncio.to_thread`, but who is cancelled waits for the thread, which nobody can interrupt.

    Otherwise it would still write into a folder that is being removed.
    """
    thread = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
    try:
        return await asyncio.shield(thread)
    except asyncio.CancelledError:
        await asyncio.wait([thread])
        raise


def fingerprint(project: Path, interpreter: Path, servers: Sequence[Mode]) -> str:
    """See `Workshop.fingerprint`."""
    digest = hashlib.sha256()
    for path in sorted(project.rglob("*")):
        if path.is_file() and path.name != _SECRETS:
            digest.update(f"{path.relative_to(project)}\0{path.stat().st_mode:o}\0".encode())
            digest.update(path.read_bytes())
    facts = (_full_version(interpreter), uv_version(), _own_source(), *sorted(servers))
    digest.update("\0".join(facts).encode())
    return digest.hexdigest()


@cache
def _full_version(interpreter: Path) -> str:
    return ask([interpreter, "-I", "-S", "-c", "import sys; print(sys.version)"]) or "unknown"


@cache
def _own_source() -> str:
    """A hash of scaffold itself: what it checks, and how, decides an outcome as well."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted(package.rglob("*.py")):
        if "templates" not in path.relative_to(package).parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()
