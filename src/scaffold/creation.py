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

from scaffold import build, catalog, naming, starter
from scaffold.environment import (
    find_interpreter,
    install,
    lend_bytecode,
    own_version,
    resolve,
    sync_command,
)
from scaffold.errors import DestinationError, InstallationError
from scaffold.model import Environment, Framework, Mode, Project, RunTable, Starter
from scaffold.processes import LOOPBACK, scratch_folder
from scaffold.render import RenderedFile, renderer
from scaffold.repository import committer, first_commit

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

    @property
    def starter(self) -> Starter:
        return starter.load(self.path)


@dataclass(frozen=True, slots=True)
class Preview:
    """A starter that is only looked at: its files, the text of each by path, and how it runs."""

    files: tuple[RenderedFile, ...]
    texts: dict[str, str]
    table: RunTable


async def create(wish: Wish, *, listener: Listener = lambda _: None) -> Created:
    """Create the project.

    Raises NameNotAllowedError, UnknownFrameworkError, DestinationError, ToolMissingError and RenderError with
    nothing changed; InstallationError after the project was published: then it is complete but not installed.
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
        stage = await stack.enter_async_context(build.stage(worker, framework, project, beside=path))
        if wish.python:
            (stage.project / ".python-version").write_text(f"{wish.python}\n")
        if wish.latest:
            listener("Resolving the newest versions")
            await resolve(stage.project, python=wish.python, log=scratch() / "lock.log")
        committed = False
        if identity is not None:
            listener("Making a git repository")
            message = f"Start {project.name} from scaffold's {framework.title} template"
            committed = await first_commit(stage.project, message, identity, log=scratch() / "git.log")
        stage.publish(path)
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
        steps.append(f"cd {shlex.quote(_shortest(project.path))}")
    if not installed:
        steps.append(shlex.join([uv, *sync_command()[1:]]))
        steps += [shlex.join([uv, "run", *command]) for command in project.table.setup]
    steps.append(shlex.join([uv, "run", *starter.filled(project.table.command(Mode.DEV), LOOPBACK, starter.PORT)]))
    return tuple(steps)


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
    path = Path(os.path.abspath(wish.destination or wish.name))
    _check_destination(path, project)
    return framework, project, path


def _check_destination(path: Path, project: Project) -> None:
    """Raise DestinationError unless nothing, or an empty directory, is there."""
    other = f"Choose another place, for example --dest {shlex.quote(_shortest(path.with_name(path.name + '-2')))}"
    if path.is_symlink():
        raise DestinationError(f"{path} is a link. Nothing was changed; give the folder that it leads to with --dest.")
    if not path.exists():
        return
    if not path.is_dir():
        raise DestinationError(f"{path} exists and is not a directory. Nothing was changed; choose another name.")
    if path == Path.cwd():
        raise DestinationError(
            f"{path} is the current folder. Nothing was changed; go one up and name it with --dest: "
            f"cd .. && scaffold new {project.name} --dest {shlex.quote(path.name)}"
        )
    if any(path.iterdir()):
        raise DestinationError(f"{path} exists and is not empty. Nothing was changed. {other}.")


def _shortest(path: Path) -> str:
    """The path as a person would type it from the current folder."""
    relative = os.path.relpath(path)
    return relative if len(relative) <= len(str(path)) else str(path)
