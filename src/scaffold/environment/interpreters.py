"""Find the Python interpreter of a version, past those that are broken.

`uv python find 3.13` stops at the first candidate on PATH, and under pyenv that is a shim which fails unless the
version is enabled, although the interpreter is on the disk (seen with uv 0.13.8). So the places are looked through
here in turn, and an interpreter counts only when it was run and said its version itself.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from uv import find_uv_bin

from scaffold.errors import ToolMissingError, UsageError
from scaffold.processes import ask

_VERSION = re.compile(r"3\.\d{1,2}")


@cache
def find_interpreter(version: str) -> Path:
    """Return the absolute path of a working CPython of `version` ("3.12").

    Looks at the interpreter that runs scaffold, at PATH, at pyenv's versions and at what uv has installed.
    Raises UsageError where `version` is not of the form X.Y, ToolMissingError where there is none.
    """
    if not _VERSION.fullmatch(version):
        raise UsageError(f"'{version}' is not a Python version. Give it as X.Y, for example --python 3.12.")
    for candidate in _candidates(version):
        if _says(candidate) == version:
            return candidate
    raise ToolMissingError(f"Python {version} is not on this machine. Get it with: uv python install {version}")


def own_version() -> str:
    """The version of the Python that runs scaffold, as "3.11"."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


@cache
def describe(interpreter: Path) -> str:
    """An interpreter's own words about its version, build and compiler."""
    return ask([interpreter, "-I", "-S", "-c", "import sys; print(sys.version)"]) or "unknown"


def _candidates(version: str) -> Iterator[Path]:
    if version == own_version():
        # Of a virtual environment, the interpreter it was made from.
        yield Path(getattr(sys, "_base_executable", sys.executable))
    on_path = shutil.which(f"python{version}")
    if on_path and "shims" not in Path(on_path).parts:
        yield Path(on_path)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    yield from sorted(pyenv.glob(f"{version}.*/bin/python{version}"), reverse=True)
    if on_path:
        yield Path(on_path)
    yield from _installed_by_uv(version)


def _installed_by_uv(version: str) -> Iterator[Path]:
    found = ask([find_uv_bin(), "python", "find", "--managed-python", "--no-python-downloads", version])
    if found:
        yield Path(found)


def _says(interpreter: Path) -> str | None:
    """The version that the interpreter itself gives, or None where it does not run."""
    return ask([interpreter, "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
