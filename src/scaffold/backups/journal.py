"""What a change of a folder has done, or was about to do: written before the first change, read to put it back.

    DIR/.scaffold-undo/.gitignore           keeps all of this out of git
    DIR/.scaffold-undo/1/started.json       the journal, while the change or its undoing is under way
    DIR/.scaffold-undo/1/done.json          the same file, renamed when the change was complete
    DIR/.scaffold-undo/1/new/0000           what has not got its place yet
    DIR/.scaffold-undo/1/old/0000           what was overwritten

It is in the folder itself, and not among the user's own files of state: so everything gets its place, and comes back
to it, by a rename on one file system, and it stays with the folder when that is moved.

A numbered folder without a journal is one whose making, or removal, was killed: nothing in the project depends on it.
"""

import json
import re
from dataclasses import asdict, dataclass

from scaffold.errors import DestinationError
from scaffold.holding import GIT, HeldFolder, Kind, State

FOLDER = ".scaffold-undo"
STARTED, DONE = "started.json", "done.json"
JOURNAL = 1
ENVIRONMENT = ".venv"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that was added, or overwritten where there is a `before`."""

    path: str
    after: State
    before: State | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """A change of a folder, under its number. `folders` were made, parents first."""

    number: int
    project: str
    framework: str
    # UTC, as ISO 8601.
    at: str
    entries: tuple[Entry, ...]
    folders: tuple[str, ...] = ()
    # Whether the virtual environment came with it.
    environment: bool = False
    done: bool = False

    @property
    def home(self) -> str:
        return f"{FOLDER}/{self.number}"

    @property
    def file(self) -> str:
        return f"{self.home}/{DONE if self.done else STARTED}"

    def new(self, entry: Entry) -> str:
        return f"{self.home}/new/{self.entries.index(entry):04}"

    def old(self, entry: Entry) -> str:
        return f"{self.home}/old/{self.entries.index(entry):04}"


def numbers(folder: HeldFolder) -> list[int]:
    """The changes that are kept here, oldest first, also those without a journal."""
    try:
        return sorted(int(name) for name in folder.names(FOLDER) if re.fullmatch(r"[1-9]\d{0,8}", name))
    except OSError as error:
        raise DestinationError(
            f"{folder.path / FOLDER} is not a folder of scaffold's ({error.strerror}). Nothing was changed; "
            "move it away."
        ) from error


def latest(folder: HeldFolder) -> Journal | None:
    """The journal of the last change that is kept here."""
    for number in reversed(numbers(folder)):
        for name in (STARTED, DONE):
            path = f"{FOLDER}/{number}/{name}"
            if folder.stat(path) is not None:
                return _parsed(folder, path, number, done=name == DONE)
    return None


def write(folder: HeldFolder, journal: Journal) -> None:
    """Put the journal where it is found, complete: from then on the change counts as begun."""
    data = asdict(journal) | {"journal": JOURNAL}
    folder.write(f"{journal.home}/unfinished.json", json.dumps(data).encode(), 0o600, lasting=True)
    folder.rename(f"{journal.home}/unfinished.json", journal.file)


def _parsed(folder: HeldFolder, path: str, number: int, *, done: bool) -> Journal:
    try:
        data = json.loads(folder.read(path))
        if data["journal"] != JOURNAL:
            raise ValueError("it is of another version of scaffold")
        return Journal(
            number=number,
            project=str(data["project"]),
            framework=str(data["framework"]),
            at=str(data["at"]),
            entries=tuple(
                Entry(_path(entry["path"]), _state(entry["after"]), entry["before"] and _state(entry["before"]))
                for entry in data["entries"]
            ),
            folders=tuple(_path(each) for each in data["folders"]),
            environment=data["environment"] is True,
            done=done,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DestinationError(
            f"{folder.path / path} cannot be read ({error}). Nothing was changed; what was overwritten is in the "
            "folder old beside it."
        ) from error


def _path(path: object) -> str:
    """A path that stays in its folder: whoever gave us the folder may have written the journal."""
    parts = path.split("/") if isinstance(path, str) else [""]
    if {"", ".", "..", GIT, FOLDER} & {part.lower() for part in parts} or "\0" in str(path):
        raise ValueError(f"{path!a} is no path in it")
    return "/".join(parts)


def _state(value: dict[str, object]) -> State:
    mode = value["mode"]
    if not isinstance(mode, int):
        raise TypeError(f"{mode!a} are no permissions")
    return State(Kind(str(value["kind"])), mode, str(value["digest"]))
