"""Create a project: name, render, publish, install, in this order; all or nothing until it is published."""

import os
import shlex
import shutil
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from uv import find_uv_bin

from scaffold import build, catalog, naming, starter, uv_settings
from scaffold.destinations import destination, nothing_published, shortest
from scaffold.environment import (
    Fit,
    find_interpreter,
    fit,
    install,
    lend_bytecode,
    own_version,
    relock,
    resolve,
    sync_command,
)
from scaffold.errors import DestinationError, InstallationError
from scaffold.model import Environment, Framework, Mode, Project, RunTable, Starter
from scaffold.processes import LOOPBACK, scratch_folder
from scaffold.render import RenderedFile, renderer
from scaffold.repository import committer, first_commit
from scaffold.uv_settings import shown

# Told what is being done, in words for a person.
Listener = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked for."""

    name: str
    framework: str
    # None: a folder called like the project, in the current one.
    destination: Path | None = None
    install: bool = True
    git: bool = True
    latest: bool = False
    python: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done."""

    project: Project
    framework: Framework
    path: Path
    files: tuple[RenderedFile, ...]
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Created:
    """A project that is there, and what is left to do."""

    project: Project
    framework: Framework
    path: Path
    files: tuple[RenderedFile, ...]
    committed: bool
    # None where it was not to be installed.
    environment: Environment | None
    # Shell lines, from the current folder to a running development server.
    next_steps: tuple[str, ...]
    url: str
    # The last check, in words; None where there was none with this lock and Python.
    checked: str | None = None

    @property
    def starter(self) -> Starter:
        return starter.load(self.path)


@dataclass(frozen=True, slots=True)
class Preview:
    """A starter that is only looked at: its files, the text of each by path, and how it runs."""

    files: tuple[RenderedFile, ...]
    texts: dict[str, str]
    table: RunTable


async def create(
    wish: Wish, *, listener: Listener = lambda _: None, published: Callable[[Path], None] = lambda _: None
) -> Created:
    """Create the project; `published` is told its place, once it is there.

    Raises NameNotAllowedError, UnknownFrameworkError, DestinationError, ToolMissingError and RenderError with
    nothing changed, and InstallationError where the user's index does not have what was verified; InstallationError
    after the project was published: then it is complete but not installed.
    """
    framework, project, path = _resolve(wish)
    async with AsyncExitStack() as stack:

        @cache
        def scratch() -> Path:
            # Made on demand: it comes with a supervisor, and where no command is run there need be none.
            return stack.enter_context(scratch_folder("new"))

        # The worker imports Copier while the interpreter is looked for and git is asked.
        worker = await stack.enter_async_context(renderer())
        if wish.install or wish.latest or wish.python:
            find_interpreter(wish.python or own_version())
        identity = committer(path.parent) if wish.git else None
        listener("Rendering")
        with nothing_published(path):
            stage = await stack.enter_async_context(build.stage(worker, framework, project, beside=path))
            if wish.python:
                (stage.project / ".python-version").write_text(f"{wish.python}\n")
            if wish.latest:
                listener("Resolving the newest versions")
                await resolve(stage.project, python=wish.python, log=scratch() / "lock.log")
            elif is_to_relock(stage.project, wish):
                listener(f"Locking the verified versions for {shown(uv_settings.read().default.url)}")
                await relock_verified(stage.project, wish, scratch())
            committed = False
            if identity is not None:
                listener("Making a git repository")
                message = f"Start {project.name} from scaffold's {framework.title} template"
                committed = await first_commit(stage.project, message, identity, log=scratch() / "git.log")
            stage.publish(path)
        published(path)
        environment = None
        if wish.install:
            listener("Installing")
            environment = await _install(starter.load(path), wish, scratch())
        return Created(
            project=project,
            framework=framework,
            path=path,
            files=stage.files,
            committed=committed,
            environment=environment,
            next_steps=next_steps(starter.load(path), installed=environment is not None),
            url=f"http://{LOOPBACK}:{starter.PORT}",
        )


async def plan(wish: Wish) -> Plan:
    """What `create` would do; nothing is left on the disk."""
    framework, project, path = _resolve(wish)
    async with renderer() as worker, build.stage(worker, framework, project, beside=None) as stage:
        commands = []
        if wish.latest:
            commands.append("uv lock --upgrade")
        elif is_to_relock(stage.project, wish):
            commands.append("uv lock")
        if wish.git and committer(path.parent) is not None:
            commands += ["git init", "git add --all", "git commit"]
        if wish.install:
            commands.append(shlex.join(sync_command()))
            commands += [shlex.join(command) for command in starter.load(stage.project).table.setup]
        return Plan(project, framework, path, stage.files, tuple(commands))


async def preview(framework: Framework, name: str = "my-app") -> Preview:
    """Render a framework's starter only to look at it."""
    async with renderer() as worker:
        project = naming.project(name, framework)
        async with build.stage(worker, framework, project, beside=None) as stage:
            return Preview(
                files=stage.files,
                texts={
                    file.path: (stage.project / file.path).read_text(encoding="utf-8", errors="replace")
                    for file in stage.files
                },
                table=starter.load(stage.project).table,
            )


def next_steps(project: Starter, *, installed: bool) -> tuple[str, ...]:
    """The shell lines that are left between the current folder and a running development server."""
    uv = "uv" if shutil.which("uv") else find_uv_bin()
    steps = []
    if project.path != Path.cwd():
        steps.append(f"cd {shlex.quote(shortest(project.path))}")
    if not installed:
        if fit(project.path) is Fit.OTHER:
            steps.append(shlex.join([uv, "lock"]))
        steps.append(shlex.join([uv, *sync_command()[1:]]))
        steps += [shlex.join([uv, "run", *command]) for command in project.table.setup]
    steps.append(shlex.join([uv, "run", *starter.filled(project.table.command(Mode.DEV), LOOPBACK, starter.PORT)]))
    return tuple(steps)


def is_to_relock(project: Path, wish: Wish) -> bool:
    """Whether uv would not take the lock as it is; for another index the network is needed, as to install."""
    which = fit(project)
    return which is Fit.SPELLED_OTHERWISE or (which is Fit.OTHER and wish.install)


async def relock_verified(project: Path, wish: Wish, scratch: Path) -> None:
    """Lock the verified versions for the index that uv is set to."""
    try:
        await relock(project, python=wish.python, log=scratch / "lock.log")
    except InstallationError as error:
        raise type(error)(
            f"{error} Nothing was changed; --no-install makes the project with the lock as it was verified."
        ) from error


async def _install(project: Starter, wish: Wish, scratch: Path) -> Environment:
    try:
        environment, _ = await install(project, python=wish.python, log=scratch / "install.log")
        lend_bytecode(environment)
        await build.set_up(project, environment, scratch=scratch)
    except InstallationError as error:
        left = " && ".join(next_steps(project, installed=False)[:-1])
        raise type(error)(
            f"{error} 'scaffold doctor' looks for the reason. The project is complete; what is left to do: {left}"
        ) from error
    return environment


def _resolve(wish: Wish) -> tuple[Framework, Project, Path]:
    framework = catalog.framework(wish.framework)
    project = naming.project(wish.name, framework)
    try:
        return framework, project, destination(wish.destination, project.name)
    except DestinationError as error:
        # By os.path: also where the path is one that the system refuses to look at.
        if not os.path.isfile((wish.destination or Path(wish.name)) / "uv.lock"):
            raise
        raise DestinationError(f"{error} To finish a project that was interrupted, add --resume.") from error
