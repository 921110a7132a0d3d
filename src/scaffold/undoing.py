"""Put back what the last `scaffold new --into` did to a folder: look first, then do it, once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scaffold.backups import ENVIRONMENT, FOLDER, Journal, Step, latest, put_back, steps, sweep
from scaffold.errors import DestinationError, UsageError
from scaffold.holding import HeldFolder, held


@dataclass(frozen=True, slots=True)
class Undo:
    """What there is to put back; of an insertion that was killed before its first change nothing."""

    path: Path
    # None: only what was prepared is swept away.
    journal: Journal | None
    removes: tuple[str, ...] = ()
    restores: tuple[str, ...] = ()
    # Files that are neither what was inserted nor what was there before.
    changed: tuple[str, ...] = ()

    @property
    def environment(self) -> bool:
        return self.journal is not None and self.journal.environment

    @property
    def interrupted(self) -> bool:
        return self.journal is None or not self.journal.done


@dataclass(frozen=True, slots=True)
class Undone:
    """What was put back, and the folders that stay because something of others is in them."""

    undo: Undo
    kept_folders: tuple[str, ...]


@contextmanager
def undoing(path: Path) -> Iterator[tuple[HeldFolder, Undo]]:
    """Hold a folder and say what there is to put back; nothing is changed.

    Raises DestinationError where the folder cannot be held, UsageError where there is nothing to undo.
    """
    path = Path(os.path.abspath(path))
    with held(path) as folder:
        try:
            undo = _look(folder)
        except OSError as error:
            raise DestinationError(f"{path} cannot be read ({error.strerror}). Nothing was changed.") from error
        yield folder, undo


def carry_out(folder: HeldFolder, undo: Undo, *, force: bool = False) -> Undone:
    """Put back; with `force` also where files were changed since, and those changes are lost.

    Raises DestinationError with nothing changed where files were changed and it is not forced; also where the system
    refuses, and then it can be tried again.
    """
    if undo.changed and not force:
        others = "" if len(undo.changed) == 1 else f" and {len(undo.changed) - 1} more"
        raise DestinationError(
            f"{undo.path / undo.changed[0]}{others} changed after the insertion. Nothing was put back; move your "
            "changes away, or give --force to lose them."
        )
    try:
        if undo.journal is None:
            sweep(folder)
            return Undone(undo, ())
        return Undone(undo, put_back(folder, undo.journal, force=force))
    except OSError as error:
        raise DestinationError(
            f"{undo.path} could not be put back ({error.strerror}: {error.filename}). "
            f"When that is mended, again: scaffold undo {undo.path}"
        ) from error


def _look(folder: HeldFolder) -> Undo:
    journal = latest(folder)
    if journal is None:
        if folder.stat(FOLDER) is None:
            raise UsageError(f"There is nothing to undo in {folder.path}: no scaffold new --into was done there.")
        return Undo(folder.path, None)
    found = steps(folder, journal)
    environment = (ENVIRONMENT,) if journal.environment and folder.stat(ENVIRONMENT) is not None else ()
    return Undo(
        folder.path,
        journal,
        removes=tuple(entry.path for entry, step in found.items() if step is Step.REMOVE) + environment,
        restores=tuple(entry.path for entry, step in found.items() if step is Step.RESTORE),
        changed=tuple(entry.path for entry, step in found.items() if step is Step.CHANGED),
    )
