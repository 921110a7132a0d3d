"""What the hostile inputs share: the command line in processes that fork from one, and what is around a destination."""

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .forking import MAIN, Forks

LARGE_BYTES = 10**7
DEADLINE_SECONDS = 120.0
# As if the package were in a checkout whose templates these are.
WITH_OTHER_TEMPLATES = """
from pathlib import Path
from scaffold import catalog
catalog._PACKAGE = Path({!r}).parent / "src" / "scaffold"
catalog.templates_folder.cache_clear()
main()
"""


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    out: str
    err: str


@dataclass(slots=True)
class Surroundings:
    """A folder in which a command runs, between files that are none of its business."""

    root: Path
    work: Path
    outside: Path
    environ: dict[str, str] = field(default_factory=dict)
    _before: dict[str, tuple[object, ...]] = field(default_factory=dict)

    def remember(self) -> None:
        self._before = snapshot(self.root)

    def unchanged(self, made: Path | None = None) -> bool:
        """Whether all is as it was remembered, but for what was to be made."""
        own = None if made is None else made.relative_to(self.root).as_posix()

        def around(seen: dict[str, tuple[object, ...]]) -> dict[str, tuple[object, ...]]:
            return {name: what for name, what in seen.items() if own is None or not (name + "/").startswith(own + "/")}

        return around(snapshot(self.root)) == around(self._before)


def snapshot(folder: Path) -> dict[str, tuple[object, ...]]:
    """All that is below a folder: its kind and mode, where a link leads, the content of a file; links not followed."""
    seen: dict[str, tuple[object, ...]] = {}
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(place, name)
            status = path.lstat()
            content: object = None
            if path.is_symlink():
                content = os.readlink(path)
            elif path.is_file():
                # Of a sparse one it is enough that nobody touched it.
                large = status.st_size > LARGE_BYTES
                content = (
                    status.st_mtime_ns,
                    status.st_size if large else hashlib.sha256(path.read_bytes()).hexdigest(),
                )
            seen[os.fsdecode(path.relative_to(folder))] = (status.st_mode, content)
    return seen


@contextmanager
def surroundings() -> Iterator[Surroundings]:
    # Short: where the path is long, scaffold takes /tmp itself.
    with tempfile.TemporaryDirectory(prefix="h-", dir="/tmp") as name:
        root = Path(name)
        for each in ("work", "outside", "home", "tmp"):
            (root / each).mkdir()
        (root / "outside" / "precious").write_text("mine")
        around = Surroundings(root, root / "work", root / "outside")
        around.environ = {
            "HOME": str(root / "home"),
            "TMPDIR": str(root / "tmp"),
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "NO_COLOR": "1",
        }
        yield around


class Program:
    """`scaffold`, started by forking from a process that has read it."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self._folder = folder
        self._environ = {name: value for name, value in os.environ.items() if name not in ("CI", "TMPDIR")}
        self._environ |= {"XDG_CACHE_HOME": str(cache)}
        self._forks = Forks(self._environ)

    def __call__(self, around: Surroundings, *words: str | Path, templates: Path | None = None) -> Done:
        """Run it, with other templates in the place of its own where they are given."""
        environ = self._environ | around.environ
        assert self._forks.can(environ)
        program = MAIN if templates is None else WITH_OTHER_TEMPLATES.format(str(templates))
        done = self._forks.run(
            list(map(str, words)),
            cwd=around.work,
            environ=environ,
            deadline_seconds=DEADLINE_SECONDS,
            program=program,
        )
        return Done(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    def anew(self, around: Surroundings, argv: list[str], source: Path | None = None) -> Done:
        """Start it by a command line of its own, from its own source or from a copy of it."""
        environ = self._environ | around.environ
        if source is not None:
            # Its bytecode elsewhere: it would be a change of what is around.
            environ |= {"PYTHONPATH": str(source), "PYTHONPYCACHEPREFIX": str(self._folder / "bytecode")}
        done = subprocess.run(
            argv,
            cwd=around.work,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=DEADLINE_SECONDS,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    def close(self) -> None:
        self._forks.close()


# Puts something hostile into a template, whose folder of files it is given, and the folder outside of it.
Mutation = Callable[[Path, Path], object]
