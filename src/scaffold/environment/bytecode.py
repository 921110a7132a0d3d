"""Keep compiled bytecode once and lend it to fresh environments.

Half of the CPU of starting and testing a fresh environment goes into compiling the same .py files again. uv
hard-links the files of a wheel from its cache, so a file of a package is the same inode in every environment. Its
.pyc is kept under that inode, size and time, and hard-linked beside the file in the next environment. Python checks
the source's time and size itself whenever it reads a .pyc, and writes a new one beside, never into it.

Where uv has to copy (its cache is on another file system), nothing is kept and nothing is lent: slower, not wrong.
"""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from scaffold.model import Environment

UNUSED_DAYS = 30


def lend_bytecode(environment: Environment) -> int:
    """Link kept bytecode into a fresh environment; returns the number of files."""
    tag = _cache_tag(environment)
    store = _store(tag)
    try:
        kept = set(os.listdir(store))
    except OSError:
        return 0
    lent = 0
    for folder, sources in _packages(environment):
        cache = os.path.join(folder, "__pycache__")
        made = False
        for source in sources:
            key = _key(source)
            if key not in kept:
                continue
            if not made:
                os.makedirs(cache, exist_ok=True)
                made = True
            with suppress(OSError):
                os.link(store / key, os.path.join(cache, f"{source.name[:-3]}.{tag}.pyc"))
                lent += 1
    return lent


def take_back_bytecode(environment: Environment, sources: Iterable[str]) -> None:
    """Remove the bytecode of some .py files, given by their paths below site-packages.

    Whoever imports one of them compiles it, and is told what the compiler warns of.
    """
    tag = _cache_tag(environment)
    for source in sources:
        folder, _, module = source.rpartition("/")
        compiled = f"{module.removesuffix('.py')}.{tag}.pyc"
        (environment.site_packages / folder / "__pycache__" / compiled).unlink(missing_ok=True)


def keep_bytecode(environment: Environment) -> int:
    """Keep the bytecode that Python has written in an environment; returns the number of new files."""
    tag = _cache_tag(environment)
    store = _store(tag)
    try:
        store.mkdir(parents=True, exist_ok=True)
        kept = set(os.listdir(store))
    except OSError:
        # A cache that cannot be written, or a file in its place: slower the next time, not wrong.
        return 0
    new = 0
    for folder, sources in _packages(environment):
        for source in sources:
            # A file with one name only is a copy: no other environment will have its inode.
            if source.stat().st_nlink < 2 or _key(source) in kept:
                continue
            with suppress(OSError):
                os.link(os.path.join(folder, "__pycache__", f"{source.name[:-3]}.{tag}.pyc"), store / _key(source))
                new += 1
    if new:
        _forget_unused(store)
    return new


def _packages(environment: Environment) -> Iterator[tuple[str, list[os.DirEntry[str]]]]:
    """The folders of the installed packages with the .py files directly in them."""
    waiting = [str(path) for path in (environment.path / "lib").glob("python*/site-packages")]
    while waiting:
        folder = waiting.pop()
        sources = []
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    sources.append(entry)
                elif entry.is_dir(follow_symlinks=False) and entry.name != "__pycache__":
                    waiting.append(entry.path)
        yield folder, sources


def _key(source: os.DirEntry[str]) -> str:
    status = source.stat()
    return f"{status.st_dev:x}-{status.st_ino:x}-{status.st_size:x}-{status.st_mtime_ns:x}.pyc"


def _cache_tag(environment: Environment) -> str:
    return f"cpython-{environment.python.replace('.', '')}"


def _store(tag: str) -> Path:
    # Not at the top: `scaffold new` needs no store.
    from platformdirs import user_cache_path

    return user_cache_path("scaffold") / "bytecode" / tag


def _forget_unused(store: Path) -> None:
    """Remove what no environment holds and nobody has lent for a month."""
    horizon = time.time() - UNUSED_DAYS * 86_400
    for entry in os.scandir(store):
        status = entry.stat()
        if status.st_nlink == 1 and status.st_ctime < horizon:
            with suppress(OSError):
                os.unlink(entry.path)
