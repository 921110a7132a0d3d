"""Change files so that it can be taken back: all that is new is written first, all that is old kept, then renamed."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath

from scaffold.backups.journal import DONE, ENVIRONMENT, FOLDER, STARTED, Entry, Journal, latest, numbers, write
from scaffold.backups.restoring import put_back, sweep
from scaffold.errors import DestinationError
from scaffold.holding import HeldFolder, Kind, State


@dataclass(frozen=True, slots=True)
class Change:
    """A file to be written; `before` is what it overwrites, None where nothing may be there."""

    path: str
    data: bytes
    mode: int
    before: State | None = None

    @property
    def after(self) -> State:
        return State(Kind.FILE, self.mode, hashlib.sha256(self.data).hexdigest())


def refuse_interrupted(folder: HeldFolder) -> None:
    """Raise DestinationError where an earlier change, or its undoing, was killed halfway."""
    last = latest(folder)
    if last is not None and not last.done:
        raise DestinationError(
            f"An earlier scaffold was killed while it changed {folder.path}. Nothing was changed now; "
            f"put back first what it did: scaffold undo {folder.path}"
        )


def change(
    folder: HeldFolder, changes: Sequence[Change], *, project: str, framework: str, environment: bool
) -> Journal | None:
    """Carry out all changes, or none; None where there are none.

    `environment`: a virtual environment is going to be made, which goes away with the rest. Raises DestinationError
    where one of them cannot be done, or where a file is not what it was when it was compared; then all is as before.
    """
    refuse_interrupted(folder)
    if not changes:
        return None
    sweep(folder)
    number = max(numbers(folder), default=0) + 1
    journal = Journal(
        number,
        project,
        framework,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        entries=tuple(Entry(each.path, each.after, each.before) for each in changes),
        folders=_missing_folders(folder, (each.path for each in changes)),
        environment=environment and folder.stat(ENVIRONMENT) is None,
    )
    try:
        _prepare(folder, journal, changes)
        write(folder, journal)
        _carry_out(folder, journal)
        folder.rename(f"{journal.home}/{STARTED}", f"{journal.home}/{DONE}")
    except BaseException as error:
        put_back(folder, replace(journal, environment=False))
        if isinstance(error, OSError):
            raise DestinationError(
                f"{folder.path} could not be changed ({error.strerror or error}"
                f"{f': {error.filename}' if error.filename else ''}). Everything there is as it was."
            ) from error
        raise
    return replace(journal, done=True)


def _prepare(folder: HeldFolder, journal: Journal, changes: Sequence[Change]) -> None:
    """Write what is new and keep what is old, where neither is in anybody's way."""
    if folder.stat(FOLDER) is None:
        # Not for others: what is kept may hold secrets.
        folder.make(FOLDER, 0o700)
    folder.write(f"{FOLDER}/.gitignore", b"*\n", 0o600)
    for place in (journal.home, f"{journal.home}/new", f"{journal.home}/old"):
        folder.make(place, 0o700)
    for entry, each in zip(journal.entries, changes, strict=True):
        folder.write(journal.new(entry), each.data, each.mode)
        if each.before is not None:
            folder.keep(each.path, journal.old(entry))
            _expect(folder, journal.old(entry), each.before, each.path)


def _carry_out(folder: HeldFolder, journal: Journal) -> None:
    for each in journal.folders:
        folder.make(each)
    for entry in journal.entries:
        if entry.before is None:
            folder.place(journal.new(entry), entry.path)
        else:
            _expect(folder, entry.path, entry.before, entry.path)
            folder.rename(journal.new(entry), entry.path)


def _expect(folder: HeldFolder, place: str, state: State, path: str) -> None:
    now = folder.state(place)
    if not state.is_like(now):
        raise DestinationError(
            f"{folder.path / path} was changed by somebody else in this moment. Everything there is as it was; "
            "try again."
        )


def _missing_folders(folder: HeldFolder, paths: Iterable[str]) -> tuple[str, ...]:
    parents = {str(parent) for path in paths for parent in PurePosixPath(path).parents} - {"."}
    return tuple(parent for parent in sorted(parents) if folder.stat(parent) is None)
