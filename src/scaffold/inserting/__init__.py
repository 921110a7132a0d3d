"""Put a project into a folder that is in use: render, compare, let others decide, write with a way back, install."""

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scaffold import build, catalog, naming, starter
from scaffold.backups import change, refuse_interrupted
from scaffold.creation import Listener, Wish, is_to_relock, relock_verified
from scaffold.environment import find_interpreter, install, lend_bytecode, own_version, resolve
from scaffold.errors import DestinationError, InstallationError
from scaffold.holding import HeldFolder, held
from scaffold.inserting.comparing import Comparison, Conflict, Way, changes, compare
from scaffold.inserting.parts import Insertion, Part
from scaffold.inserting.remaining import Remaining, remaining
from scaffold.model import Environment, Starter
from scaffold.processes import scratch_folder
from scaffold.render import RenderedFile, renderer
from scaffold.repository import uncommitted, would_take

__all__ = [
    "Comparison",
    "Conflict",
    "Inserted",
    "Insertion",
    "Part",
    "Way",
    "carry_out",
    "comparison",
    "dirty",
    "held_for",
    "rendered",
]


@dataclass(frozen=True, slots=True)
class Inserted:
    """What was done, and what is left to do."""

    insertion: Insertion
    path: Path
    # By their paths in the folder, those beside others too.
    written: tuple[RenderedFile, ...]
    environment: Environment | None
    # Shell lines, from the current folder to a running development server.
    next_steps: tuple[str, ...]
    # Files with secrets that nothing keeps out of the folder's git repository.
    exposed: tuple[str, ...]

    @property
    def undoable(self) -> bool:
        return bool(self.written)


@contextmanager
def held_for(path: Path) -> Iterator[HeldFolder]:
    """Hold the folder for the length of a block; raises DestinationError where it cannot be, or has to be put back."""
    with held(Path(os.path.abspath(path))) as folder:
        refuse_interrupted(folder)
        yield folder


async def rendered(wish: Wish, *, listener: Listener = lambda _: None) -> Insertion:
    """Render the project where temporary files are; nothing of it is left on the disk."""
    framework = catalog.framework(wish.framework)
    project = naming.project(wish.name, framework)
    async with renderer() as worker:
        if wish.install or wish.latest or wish.python:
            find_interpreter(wish.python or own_version())
        listener("Rendering")
        async with build.stage(worker, framework, project, beside=None) as stage:
            if wish.python:
                (stage.project / ".python-version").write_text(f"{wish.python}\n")
            if wish.latest:
                listener("Resolving the newest versions")
                with scratch_folder("new") as scratch:
                    await resolve(stage.project, python=wish.python, log=scratch / "lock.log")
            elif is_to_relock(stage.project, wish):
                listener("Locking the verified versions for another index")
                with scratch_folder("new") as scratch:
                    await relock_verified(stage.project, wish, scratch)
            return Insertion(wish, project, framework, _parts(stage.project), starter.load(stage.project).table)


def comparison(folder: HeldFolder, insertion: Insertion) -> Comparison:
    """What is new, what is there already, and what is in the way; raises DestinationError where it cannot be read."""
    try:
        return compare(folder, insertion.parts)
    except OSError as error:
        raise DestinationError(
            f"{folder.path} cannot be read ({error.strerror}: {error.filename}). Nothing was changed."
        ) from error


def dirty(folder: HeldFolder) -> int:
    """How many files of the folder's git repository are not committed; 0 where there is none."""
    return uncommitted(folder.path)


async def carry_out(
    folder: HeldFolder,
    insertion: Insertion,
    comparison: Comparison,
    decisions: Mapping[str, Way],
    *,
    listener: Listener = lambda _: None,
) -> Inserted:
    """Write what was decided, and install where the project is one that scaffold can install.

    Raises DestinationError with everything as it was; InstallationError when the files are there.
    """
    wanted = changes(folder, comparison, decisions)
    left = remaining(folder, insertion, comparison, {change.path for change in wanted})
    # Without an await: a signal that ends scaffold is heeded before the first change or after the last.
    change(
        folder,
        wanted,
        project=insertion.project.name,
        framework=insertion.framework.name,
        environment=insertion.wish.install and left.installable,
    )
    environment = None
    if insertion.wish.install and left.installable:
        listener("Installing")
        environment = await _install(starter.load(folder.path), insertion, left)
    return Inserted(
        insertion,
        folder.path,
        tuple(RenderedFile(each.path, len(each.data)) for each in wanted),
        environment,
        left.next_steps(installed=environment is not None),
        tuple(each.path for each in wanted if not each.mode & 0o077 and would_take(folder.path, each.path)),
    )


async def _install(project: Starter, insertion: Insertion, left: Remaining) -> Environment:
    try:
        with scratch_folder("new") as scratch:
            environment, _ = await install(project, python=insertion.wish.python, log=scratch / "install.log")
            lend_bytecode(environment)
            await build.set_up(project, environment, scratch=scratch)
    except InstallationError as error:
        steps = " && ".join(left.next_steps(installed=False)[:-1])
        raise type(error)(f"{error} The files are all there; what is left to do: {steps}") from error
    return environment


def _parts(project: Path) -> tuple[Part, ...]:
    return tuple(
        Part(path.relative_to(project).as_posix(), stat.S_IMODE(path.stat().st_mode), path.read_bytes())
        for path in sorted(project.rglob("*"))
        if path.is_file()
    )
