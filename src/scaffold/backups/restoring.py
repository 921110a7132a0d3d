"""Take a change back: what is decided for each file, and how it is done so that a kill at any moment can be made good.

Every step looks at what is there and not at what was done before, so that the whole can begin anew.
"""

import errno
import stat
from enum import StrEnum

from scaffold.backups.journal import DONE, ENVIRONMENT, FOLDER, STARTED, Entry, Journal, numbers
from scaffold.errors import DestinationError
from scaffold.holding import HeldFolder, Kind, State

# What Python makes of modules beside them: in a folder that goes away it goes with it.
_GENERATED = "__pycache__"


class Step(StrEnum):
    """What there is to do for a file."""

    NOTHING = "nothing"
    REMOVE = "remove"
    RESTORE = "restore"
    # It is not what it was made to be, nor what it was before.
    CHANGED = "changed"


def judge(entry: Entry, now: State | None, *, placed: bool) -> Step:
    """What there is to do for a file that is `now` like that; `placed`: its change was carried out."""
    if not placed:
        return Step.NOTHING
    if entry.before is None:
        if now is None:
            return Step.NOTHING
        return Step.REMOVE if entry.after.is_like(now) else Step.CHANGED
    if entry.before.is_like(now):
        return Step.NOTHING
    return Step.RESTORE if now is None or entry.after.is_like(now) else Step.CHANGED


def steps(folder: HeldFolder, journal: Journal) -> dict[Entry, Step]:
    """What there is to do, file for file."""
    return {entry: _step(folder, journal, entry) for entry in journal.entries}


def put_back(folder: HeldFolder, journal: Journal, *, force: bool = False) -> tuple[str, ...]:
    """Take all of a change back and forget it; returns the folders that it made and that others use now.

    Files that were changed since are left as they are, unless with `force`: then their changes are lost. Killed
    halfway, it can be done again.
    """
    if journal.done and folder.stat(f"{journal.home}/{DONE}") is not None:
        # From here on it counts as interrupted, until the journal is gone.
        folder.rename(f"{journal.home}/{DONE}", f"{journal.home}/{STARTED}")
    for entry, step in reversed(steps(folder, journal).items()):
        if step is Step.REMOVE or (step is Step.CHANGED and force and entry.before is None):
            _remove(folder, entry)
        elif step is Step.RESTORE or (step is Step.CHANGED and force):
            _restore(folder, journal, entry)
    if journal.environment:
        folder.remove_tree(ENVIRONMENT)
    left = tuple(each for each in reversed(journal.folders) if not _remove_made(folder, each))
    _forget(folder, journal)
    return left


def sweep(folder: HeldFolder) -> bool:
    """Remove what was left by a change that was killed before it had begun; False where there is none."""
    abandoned = [number for number in numbers(folder) if not {STARTED, DONE} & set(folder.names(f"{FOLDER}/{number}"))]
    for number in abandoned:
        folder.remove_tree(f"{FOLDER}/{number}")
    return _remove_home(folder) or bool(abandoned)


def _step(folder: HeldFolder, journal: Journal, entry: Entry) -> Step:
    try:
        return judge(entry, folder.state(entry.path), placed=_was_placed(folder, journal, entry))
    except OSError as error:
        if error.errno not in (errno.ENOTDIR, errno.ELOOP):
            raise
        # A link, or a file, has taken the place of a folder on the way.
        return Step.CHANGED


def _was_placed(folder: HeldFolder, journal: Journal, entry: Entry) -> bool:
    waiting = folder.stat(journal.new(entry))
    if waiting is None:
        # Before there is a journal nothing has its place, whatever is missing.
        return any(folder.stat(f"{journal.home}/{name}") is not None for name in (STARTED, DONE))
    # Killed between its two names, it has both.
    placed = folder.stat(entry.path)
    return placed is not None and (placed.st_dev, placed.st_ino) == (waiting.st_dev, waiting.st_ino)


def _remove(folder: HeldFolder, entry: Entry) -> None:
    _refuse_folder(folder, entry)
    folder.remove(entry.path)


def _restore(folder: HeldFolder, journal: Journal, entry: Entry) -> None:
    _refuse_folder(folder, entry)
    if folder.stat(journal.old(entry)) is None:
        raise DestinationError(
            f"What {folder.path / entry.path} was is no longer in {folder.path / journal.home / 'old'}. "
            "Files that are not put back yet are there."
        )
    parts = entry.path.split("/")
    for parent in ("/".join(parts[:count]) for count in range(1, len(parts))):
        if folder.stat(parent) is None:
            folder.make(parent)
    folder.rename(journal.old(entry), entry.path)


def _refuse_folder(folder: HeldFolder, entry: Entry) -> None:
    """What is at a path may be anything by now; a folder is not removed for having the name of a file."""
    now = folder.state(entry.path)
    if now is not None and now.kind is Kind.FOLDER:
        raise DestinationError(
            f"{folder.path / entry.path} is a folder now. Move it away, then again: scaffold undo {folder.path}"
        )


def _remove_made(folder: HeldFolder, path: str) -> bool:
    try:
        if folder.names(path) == [_GENERATED]:
            folder.remove_tree(f"{path}/{_GENERATED}")
        return folder.remove_folder(path)
    except OSError:
        # Something else has its name now.
        return False


def _forget(folder: HeldFolder, journal: Journal) -> None:
    # The journal first: what is left then is only to be swept.
    for name in (STARTED, DONE):
        folder.remove(f"{journal.home}/{name}")
    folder.remove_tree(journal.home)
    _remove_home(folder)


def _remove_home(folder: HeldFolder) -> bool:
    """Remove the folder of all changes where it keeps none; False where it does, or is not there."""
    found = folder.stat(FOLDER)
    if found is None or not stat.S_ISDIR(found.st_mode) or set(folder.names(FOLDER)) - {".gitignore"}:
        return False
    folder.remove(f"{FOLDER}/.gitignore")
    return folder.remove_folder(FOLDER)
