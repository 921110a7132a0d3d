"""What may be the place of a project: asked before anything is written, so that a refusal has changed nothing."""

import os
import re
import shlex
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scaffold.errors import DestinationError

MAX_NAME_BYTES = 255
# PATH_MAX is 4096 on Linux; a project and its environment put paths of some hundred bytes below their folder.
MAX_PATH_BYTES = 3_000
_OF_WINDOWS = re.compile(r"^(?:[A-Za-z]:|\\\\)")


def destination(wanted: Path | None, name: str) -> Path:
    """The absolute path at which the project is to be; the folders above it are what they are, no links.

    `wanted` is what --dest says; without it the project goes into a folder of its name in the current one. Raises
    DestinationError unless nothing, or an empty directory, is there, and something can be written there.
    """
    typed = wanted or Path(name)
    _check_form(str(typed))
    try:
        return _checked(typed, name)
    except OSError as error:
        raise DestinationError(f"{typed} cannot be used ({error.strerror}). {_OTHER}") from error


@contextmanager
def nothing_published(path: Path) -> Iterator[None]:
    """Say what the system refuses as a sentence; inside the block nothing of the project is at its place yet."""
    try:
        yield
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        raise DestinationError(f"{path} cannot be written ({error.strerror}{where}). {_OTHER}") from error


def shortest(path: Path) -> str:
    """The path as a person would type it from the current folder."""
    relative = os.path.relpath(path)
    return relative if len(relative) <= len(str(path)) else str(path)


_OTHER = "Nothing was changed; choose another place with --dest."


def _check_form(typed: str) -> None:
    if not typed.isprintable():
        raise DestinationError(f"{typed!a} holds control or invisible characters. {_OTHER}")
    if _OF_WINDOWS.match(typed):
        raise DestinationError(
            f"{typed} is a path of Windows. Nothing was changed; inside WSL write /mnt/c/... for C:\\..."
        )
    if typed.startswith("~"):
        raise DestinationError(
            f"{typed} begins with a '~' that no shell has replaced. Nothing was changed; "
            "leave the quotes away, or write the folder in full."
        )


def _checked(typed: Path, name: str) -> Path:
    try:
        here = Path.cwd()
    except FileNotFoundError as error:
        raise DestinationError(
            "The current folder is not there any more. Nothing was changed; go to one that is: cd ~"
        ) from error
    path = Path(os.path.abspath(typed))
    if path == path.parent:
        raise DestinationError(f"{path} is the root of all folders. {_OTHER}")
    _check_length(path)
    _check_above(path)
    # A link above the place is the person's own way to it. It is followed now, once, and the true place is said.
    path = Path(os.path.realpath(path.parent)) / path.name
    _check_length(path)
    _check_place(path, name, here)
    return path


def _check_length(path: Path) -> None:
    if any(len(os.fsencode(part)) > MAX_NAME_BYTES for part in path.parts):
        raise DestinationError(
            f"A folder's name may have {MAX_NAME_BYTES} bytes, and {path.name[:20]}... is longer. {_OTHER}"
        )
    if len(os.fsencode(path)) > MAX_PATH_BYTES:
        raise DestinationError(f"The path has more than {MAX_PATH_BYTES:,} bytes. {_OTHER}")


def _check_above(path: Path) -> None:
    """The nearest of the folders above that is there has to be one, and one in which something can be made."""
    for above in path.parents:
        if above.is_symlink() and not above.exists():
            raise DestinationError(f"{above} is a link that leads nowhere. {_OTHER}")
        if above.exists():
            break
    if not above.is_dir():
        raise DestinationError(f"{above} is a file and not a folder. {_OTHER}")
    if not os.access(above, os.W_OK | os.X_OK):
        read_only = os.statvfs(above).f_flag & os.ST_RDONLY
        raise DestinationError(
            f"{above} cannot be written: {'it is read-only' if read_only else 'you may not write there'}. {_OTHER}"
        )


def _check_place(path: Path, name: str, here: Path) -> None:
    if path.is_symlink():
        raise DestinationError(f"{path} is a link. Nothing was changed; give the folder that it leads to with --dest.")
    if not path.exists():
        _check_case(path)
        return
    if not path.is_dir():
        raise DestinationError(f"{path} exists and is not a directory. Nothing was changed; choose another name.")
    if path.samefile(here):
        raise DestinationError(
            f"{path} is the current folder. Nothing was changed; go one up and name it with --dest: "
            f"cd .. && scaffold new {name} --dest {shlex.quote(path.name)}"
        )
    if any(path.iterdir()):
        other = shlex.quote(shortest(path.with_name(path.name + "-2")))
        raise DestinationError(
            f"{path} exists and is not empty. Nothing was changed. Choose another place, for example --dest {other}."
        )


def _check_case(path: Path) -> None:
    """What would be new may not differ from its neighbours in case or composition alone.

    Where the file system tells the two apart as well: a repository with both cannot be cloned on one that does not.
    """
    new = path
    while not new.parent.exists():
        new = new.parent
    try:
        neighbours = os.listdir(new.parent)
    except OSError:
        # A folder in which one may make something and not look.
        return
    other = next((name for name in neighbours if _folded(name) == _folded(new.name)), None)
    if other is not None:
        raise DestinationError(
            f"{new} differs only in case from {other!a}, which is there: on Windows and macOS both are one. {_OTHER}"
        )


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
