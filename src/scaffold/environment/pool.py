"""Keep installed environments, and lend one again for the same lock on the same interpreter.

An environment is lent to one cell at a time, and kept when the cell passed and nothing in it had changed: no file but
bytecode, by names, sizes and times. While it is lent it counts as broken, so one whose run was killed is not lent
again. uv is asked to sync it each time all the same: what is proven is what the lock says.

Kept only where uv hard-links the files from its cache: there an environment takes little more than its folders.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from platformdirs import user_cache_path

from scaffold.environment.installation import uv_version
from scaffold.environment.interpreters import describe, find_interpreter

UNUSED_DAYS = 30
MOST_KEPT = 200
_WHOLE = "whole"


@dataclass(slots=True)
class Loan:
    """A place for an environment, for one cell alone."""

    path: Path
    # Whether nothing is installed there yet.
    fresh: bool
    _lock: TextIO
    _installed: frozenset[tuple[str, int, int]] = frozenset()

    def was_installed(self) -> None:
        """Note what is in it, to see afterwards whether the starter changed anything."""
        self._installed = frozenset(_files(self.path))

    def give_back(self, *, passed: bool) -> None:
        """Keep the environment for the next, or remove it where something went wrong or was changed."""
        whole = self.path.with_name(_WHOLE)
        with self._lock:
            if passed and _is_linked(self.path) and self._installed == frozenset(_files(self.path)):
                whole.touch()
            else:
                shutil.rmtree(self.path.parent, ignore_errors=True)
            if self.fresh:
                _forget(whole.parent.parent)


def borrow(project: Path, python: str) -> Loan | None:
    """A place for the environment of a locked project, on Python `python` ("3.12").

    None where another run has it, and where the cache cannot be written: the project's own folder will do then.
    """
    interpreter = find_interpreter(python)
    digest = hashlib.sha256()
    for part in (
        (project / "uv.lock").read_bytes(),
        (project / "pyproject.toml").read_bytes(),
        os.fsencode(interpreter),
        describe(interpreter).encode(),
        uv_version().encode(),
    ):
        digest.update(hashlib.sha256(part).digest())
    folder = user_cache_path("scaffold") / "environments" / digest.hexdigest()[:24]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock = _locked(folder.with_suffix(".lock"))
        if lock is None:
            return None
        whole = (folder / _WHOLE).exists()
        if whole:
            (folder / _WHOLE).unlink()
        else:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
    except OSError:
        return None
    return Loan(folder / "venv", fresh=not whole, _lock=lock)


def _locked(path: Path) -> TextIO | None:
    """The lock file, locked; None where somebody else has it. The kernel gives it free, however its holder ends."""
    # Windows has none, and this package is imported there to say so.
    import fcntl

    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Whoever removes an environment removes its lock as well, perhaps after it was opened here.
        if os.fstat(file.fileno()).st_ino == path.stat().st_ino:
            return file
    except OSError:
        pass
    file.close()
    return None


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Name, size in bytes and time in nanoseconds of every file that is not bytecode."""
    waiting = [str(folder)]
    while waiting:
        with suppress(FileNotFoundError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                else:
                    status = entry.stat(follow_symlinks=False)
                    yield entry.path, status.st_size, status.st_mtime_ns


def _is_linked(folder: Path) -> bool:
    """Whether the packages are hard links into uv's cache, and no copies."""
    modules = folder.glob("lib/python*/site-packages/*/__init__.py")
    return any(module.stat().st_nlink > 1 for module in modules)


def _forget(pool: Path) -> None:
    """Remove what was not used for a month, and the oldest where there are too many."""
    horizon = time.time() - UNUSED_DAYS * 86_400
    found = sorted(((_last_used(folder), folder) for folder in pool.iterdir() if folder.is_dir()), reverse=True)
    for number, (used, folder) in enumerate(found):
        if used > horizon and number < MOST_KEPT:
            continue
        lock = _locked(folder.with_suffix(".lock"))
        if lock is not None:
            with lock:
                shutil.rmtree(folder, ignore_errors=True)
                folder.with_suffix(".lock").unlink(missing_ok=True)


def _last_used(folder: Path) -> float:
    """When it was given back; of one that was not, when it was made."""
    with suppress(OSError):
        return (folder / _WHOLE).stat().st_mtime
    with suppress(OSError):
        return folder.stat().st_mtime
    return 0.0
