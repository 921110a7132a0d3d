"""What is in the way: a rendered project held against a folder, file by file, without following a link."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from scaffold.backups import FOLDER, Change
from scaffold.errors import DestinationError, RenderError
from scaffold.holding import GIT, HeldFolder, Kind, State
from scaffold.inserting.parts import Part


class Way(StrEnum):
    """What is done about a file that is in the way."""

    KEEP = "keep"
    OVERWRITE = "overwrite"
    BESIDE = "beside"


_ALL = (Way.KEEP, Way.OVERWRITE, Way.BESIDE)
_NOT_OVER = (Way.KEEP, Way.BESIDE)
_ONLY_KEEP = (Way.KEEP,)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A file that has no free place: what is there, in words, and what can be done about it."""

    part: Part
    # The path of what is in the way: the file's own, one that differs in case, or that of a folder on the way.
    there: str
    problem: str
    ways: tuple[Way, ...]
    # Of a file or link that can be overwritten.
    state: State | None = None
    # The bytes of a file, of one that is not too long to be read; see MAX_SHOWN_BYTES.
    data: bytes | None = None

    @property
    def private(self) -> bool:
        """Whether one of the two is for its owner alone."""
        return self.part.private or (self.state is not None and not self.state.mode & 0o077)


@dataclass(frozen=True, slots=True)
class Comparison:
    new: tuple[Part, ...]
    same: tuple[Part, ...]
    conflicts: tuple[Conflict, ...]


# A file in the way that is longer is not shown.
MAX_SHOWN_BYTES = 1_000_000


def compare(folder: HeldFolder, parts: Sequence[Part]) -> Comparison:
    """Hold the parts against what is in a folder; changes nothing."""
    names = _Names(folder)
    new, same, conflicts = [], [], []
    for part in parts:
        if {GIT, FOLDER} & {name.lower() for name in part.path.split("/")}:
            raise RenderError(f"The template has a file {part.path}, which is not for a template to write.")
        match _at(folder, names, part):
            case None:
                new.append(part)
            case Conflict() as conflict if _is_same(conflict):
                same.append(part)
            case Conflict() as conflict:
                conflicts.append(conflict)
    return Comparison(tuple(new), tuple(same), tuple(conflicts))


def changes(folder: HeldFolder, comparison: Comparison, decisions: Mapping[str, Way]) -> tuple[Change, ...]:
    """What is to be written; `decisions` has a way for the path of each conflict.

    Raises DestinationError where a conflict does not allow what was decided.
    """
    wanted = [Change(part.path, part.data, part.mode) for part in comparison.new]
    taken = {_folded(part.path) for part in (*comparison.new, *comparison.same)}
    names = _Names(folder)
    for conflict in comparison.conflicts:
        way = decisions[conflict.part.path]
        if way not in conflict.ways:
            raise DestinationError(
                f"{folder.path / conflict.there} {conflict.problem}: '{way}' cannot be done for {conflict.part.path}. "
                f"Nothing was changed; move it away, or take --conflicts {Way.KEEP}."
            )
        if way is Way.OVERWRITE:
            wanted.append(Change(conflict.there, conflict.part.data, conflict.part.mode, conflict.state))
        elif way is Way.BESIDE and (path := _beside(folder, names, conflict.part, taken)):
            taken.add(_folded(path))
            wanted.append(Change(path, conflict.part.data, conflict.part.mode))
    return tuple(wanted)


@dataclass
class _Names:
    """The names in each folder, read once; by the form in which some file systems take them for the same."""

    folder: HeldFolder
    _known: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def like(self, path: str, name: str) -> list[str]:
        if path not in self._known:
            known: dict[str, list[str]] = {}
            for each in self.folder.names(path):
                known.setdefault(_folded(each), []).append(each)
            self._known[path] = known
        return self._known[path].get(_folded(name), [])


def _at(folder: HeldFolder, names: _Names, part: Part) -> Conflict | None:
    """What is in the place of a part, or on the way there."""
    *parents, last = part.path.split("/")
    path = ""
    for parent in parents:
        found = names.like(path, parent)
        if not found:
            return None
        problem = None
        there = _joined(path, parent if parent in found else found[0])
        if parent not in found:
            problem = f"differs from {_joined(path, parent)} only in case"
        elif (kind := _kind(folder, there)) is not Kind.FOLDER:
            problem = f"is a {kind} where a folder is needed" if kind is not Kind.OTHER else "is not a folder"
        elif folder.is_elsewhere(there):
            problem = "is on another file system"
        if problem:
            return Conflict(part, there, problem, _ONLY_KEEP)
        path = there
    found = names.like(path, last)
    return _in_place(folder, _joined(path, last if last in found else found[0]), part) if found else None


def _in_place(folder: HeldFolder, there: str, part: Part) -> Conflict:
    state = folder.state(there)
    case = "" if there == part.path else f", and differs from {part.path} only in case"
    match state:
        case State(kind=Kind.FILE):
            found = folder.stat(there)
            data = folder.read(there) if found is not None and found.st_size <= MAX_SHOWN_BYTES else None
            return Conflict(part, there, f"is a different file{case}", _ALL, state, data)
        case State(kind=Kind.LINK):
            return Conflict(part, there, f"is a link to {folder.link(there)!a}{case}", _ALL, state)
        case State(kind=Kind.FOLDER):
            return Conflict(part, there, f"is a folder{case}", _NOT_OVER)
    return Conflict(part, there, f"is neither a file nor a folder{case}", _NOT_OVER)


def _is_same(conflict: Conflict) -> bool:
    after = Change(conflict.part.path, conflict.part.data, conflict.part.mode).after
    return conflict.there == conflict.part.path and after.is_like(conflict.state)


def _kind(folder: HeldFolder, path: str) -> Kind:
    state = folder.state(path)
    return Kind.OTHER if state is None else state.kind


def _beside(folder: HeldFolder, names: _Names, part: Part, taken: set[str]) -> str | None:
    """A free path beside a part's own; None where an earlier one holds the same already."""
    parent, _, name = part.path.rpartition("/")
    after = Change(part.path, part.data, part.mode).after
    number = 0
    while True:
        beside = f"{name}.new" if number == 0 else f"{name}.new.{number}"
        path = _joined(parent, beside)
        if not names.like(parent, beside) and _folded(path) not in taken:
            return path
        if folder.stat(path) is not None and after.is_like(folder.state(path)):
            return None
        number += 1


def _joined(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
