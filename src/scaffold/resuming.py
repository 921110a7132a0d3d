"""Finish a project whose installation was interrupted: how far it came is seen in it, nothing is noted elsewhere.

A project that was published is complete; only `.venv` and what the setup commands make may be missing. `install` makes
an environment what the lock says, whatever was there, and setup commands may be run again: both are done anew.
"""

import os
import shlex
import tomllib
from pathlib import Path

from scaffold import catalog, naming, starter
from scaffold.build import set_up
from scaffold.checking import known
from scaffold.creation import Created, Listener, Wish, next_steps
from scaffold.destinations import shortest
from scaffold.environment import VENV, install, lend_bytecode
from scaffold.errors import InstallationError, UnknownFrameworkError, UsageError
from scaffold.model import Framework, Project, Starter
from scaffold.processes import LOOPBACK, scratch_folder
from scaffold.render import RenderedFile


def command(path: Path, name: str) -> str:
    """The line that finishes the project from the current folder."""
    where = [] if path == Path.cwd() / name else ["--dest", shortest(path)]
    return shlex.join(["scaffold", "new", name, *where, "--resume"])


async def resume(wish: Wish, *, listener: Listener = lambda _: None) -> Created:
    """Install and set up the project that is at the destination of a wish; of its parts only `python` counts.

    Raises UsageError where there is no project that scaffold has made by that name, or where what it needs was changed
    and no longer is what its lock says; ToolMissingError and InstallationError.
    """
    made, framework, project = _found(wish)
    path = made.path
    noted = path / ".python-version"
    python = wish.python or (noted.read_text(encoding="utf-8").strip() if noted.is_file() else None)
    with scratch_folder("resume") as scratch:
        listener("Installing")
        try:
            environment, _ = await install(made, python=python, log=scratch / "install.log")
        except InstallationError as error:
            # uv's own word for a lock that does not fit.
            if "--locked" in str(error):
                raise UsageError(
                    f"{path} was changed: its uv.lock is not that of its pyproject.toml any more. "
                    f"Nothing was installed; go on with: {shlex.join(['uv', 'sync', '--project', shortest(path)])}"
                ) from error
            raise
        lend_bytecode(environment)
        await set_up(made, environment, scratch=scratch)
    return Created(
        project=project,
        framework=framework,
        path=path,
        files=_files(path),
        committed=(path / ".git").exists(),
        environment=environment,
        next_steps=next_steps(made, installed=True),
        url=f"http://{LOOPBACK}:{starter.PORT}",
        checked=known(path, environment),
    )


def _found(wish: Wish) -> tuple[Starter, Framework, Project]:
    """The project at its place, if it is what `wish` says; what it does not say, the project does."""
    path = Path(os.path.realpath(wish.destination or wish.name))
    if not os.path.isdir(path) or not any(path.iterdir()):
        raise UsageError(f"There is nothing to resume in {path}. Create the project: leave --resume away.")
    made = starter.load(path)
    try:
        framework = catalog.framework(made.table.framework)
    except UnknownFrameworkError as error:
        raise UsageError(f"{path} was not made by scaffold: it has no framework {made.table.framework!a}.") from error
    if wish.framework and catalog.framework(wish.framework) != framework:
        raise UsageError(f"{path} is a {framework.title} project. Leave --framework away, or give another --dest.")
    project = naming.project(wish.name, framework)
    data = tomllib.loads((path / "pyproject.toml").read_text(encoding="utf-8"))
    own = data.get("project", {}).get("name")
    if own != project.distribution:
        raise UsageError(f"{path} is the project {own!a} and not '{project.distribution}'. Give its own name.")
    if not (path / "uv.lock").is_file():
        raise UsageError(f"{path} was changed: it has no uv.lock any more. Go on by hand, with: uv sync")
    return made, framework, project


def _files(path: Path) -> tuple[RenderedFile, ...]:
    """What is in the project, without its environment and its repository."""
    found = []
    for place, folders, names in os.walk(path):
        folders[:] = [name for name in folders if name not in (VENV, ".git", "__pycache__")]
        found += [Path(place, name) for name in names]
    return tuple(RenderedFile(file.relative_to(path).as_posix(), file.lstat().st_size) for file in sorted(found))
