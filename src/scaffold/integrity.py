"""Whether the templates of an installed scaffold are those of its wheel, byte by byte.

A wheel's RECORD has the SHA-256 of every file, and pip, uv and their like keep it: there is nothing of our own to be
made and to go stale. It shows accidents (an editor, a disk, a half-done copy); who changes files on purpose can change
RECORD too. In a checkout, and where a distribution's packages leave RECORD away, there is nothing to compare with.
"""

import base64
import csv
import hashlib
import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from scaffold.errors import BrokenInstallationError
from scaffold.version import VERSION

_PACKAGE = Path(__file__).parent
_RECORD = _PACKAGE.parent / f"scaffold_web-{VERSION}.dist-info" / "RECORD"


def check(folders: Sequence[Path]) -> None:
    """Raise BrokenInstallationError where a file in one of these folders of the package was changed, added or lost."""
    wanted = _recorded()
    inside = [folder for folder in folders if folder.is_relative_to(_PACKAGE)]
    if not wanted or not inside:
        return
    expected = {name for name in wanted if name.startswith(tuple(f"{_name(folder)}/" for folder in inside))}
    found = {_name(path): path for folder in inside for path in _files(folder)}
    for name in sorted(expected | found.keys()):
        if name not in found:
            problem = "is missing"
        elif name not in expected:
            problem = "does not belong there"
        elif _sha256(found[name]) != wanted[name]:
            problem = "was changed"
        else:
            continue
        raise BrokenInstallationError(
            f"This installation of scaffold is not what was released: {_PACKAGE.parent / name} {problem}. "
            "Install it again: python -m pip install --force-reinstall --no-deps scaffold-web"
        )


@cache
def _recorded() -> dict[str, str]:
    """The hash of each file of the wheel that has one, by its path beside the package, with slashes."""
    try:
        with _RECORD.open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
    except OSError:
        return {}
    return {name: value.removeprefix("sha256=") for name, value, *_ in rows if value.startswith("sha256=")}


def _files(folder: Path) -> Iterator[Path]:
    """What a template is made of; not what pip compiles of it, which Copier leaves out too."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (Path(place, name) for name in names if not name.endswith((".pyc", ".pyo")))


def _name(path: Path) -> str:
    return path.relative_to(_PACKAGE.parent).as_posix()


def _sha256(file: Path) -> str:
    try:
        body = file.read_bytes()
    except OSError:
        return ""
    return base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
