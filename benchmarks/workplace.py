"""A place to run something once: a fresh folder, the variables of the children, and the proof that nothing stays.

Both sides of every comparison get the same variables: uv's real cache, which is warm after the first round; an empty
folder for all other caches, kept for the whole run; one interpreter; and no PYTHONDONTWRITEBYTECODE, which would make
Python compile everything afresh at each start.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import psutil
from uv import find_uv_bin

from scaffold.environment import find_interpreter, own_version

LEAVING_SECONDS = 5.0
# Longer than anything takes that is measured here; what takes longer hangs.
HANGING_SECONDS = 600.0
TAIL_CHARACTERS = 2000
_NOT_THESE = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "VIRTUAL_ENV", "CI", "NO_COLOR", "FORCE_COLOR")


class BenchmarkError(Exception):
    """A side did not do its work, or left something behind: there is no ratio then."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """A fresh folder, and the variables for all that is started in it."""

    folder: Path
    env: Mapping[str, str]

    @property
    def temporary(self) -> Path:
        return Path(self.env["TMPDIR"])

    def run(self, argv: Sequence[str]) -> float:
        """Run a program to its end and return its seconds; raises BenchmarkError where it fails."""
        log = self.folder / "output.log"
        with log.open("wb") as output:
            begun = time.perf_counter()
            process = subprocess.Popen(
                argv, cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
            with killed_after(HANGING_SECONDS, process):
                status = process.wait()
            seconds = time.perf_counter() - begun
        if status != 0:
            raise BenchmarkError(f"{program(argv)} ended with status {status}:\n{tail(log)}")
        return seconds


@contextmanager
def killed_after(seconds: float, process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kill a program that hangs. Not by wait(timeout), which polls and would round what is measured."""
    timer = Timer(seconds, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def workplace(caches: Path) -> Iterator[Workplace]:
    """A workplace for the length of a block; raises BenchmarkError where a process or a temporary file is left."""
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    try:
        # Outside any project, so that neither git nor uv finds one above it.
        (folder / "work").mkdir()
        (folder / "tmp").mkdir()
        place = Workplace(folder / "work", variables(caches, folder / "tmp"))
        yield place
        _prove_that_nothing_runs_in(folder)
        _prove_that_nothing_lies_in(place.temporary)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def variables(caches: Path, temporary: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_THESE}
    return kept | {
        "PATH": f"{programs()}:{os.environ['PATH']}",
        "TMPDIR": str(temporary),
        "XDG_CACHE_HOME": str(caches),
        "UV_CACHE_DIR": str(uv_cache()),
        "UV_PYTHON": str(find_interpreter(own_version())),
        "UV_PYTHON_DOWNLOADS": "never",
    }


def programs() -> Path:
    """The folder that holds scaffold, copier and this Python."""
    return Path(sys.executable).parent


def uv_cache() -> Path:
    asked = subprocess.run([find_uv_bin(), "cache", "dir"], capture_output=True, text=True, check=True)
    return Path(asked.stdout.strip())


def program(argv: Sequence[str]) -> str:
    """A command as it may be shown: without the paths of this machine."""
    return " ".join(Path(word).name if word.startswith("/") else word for word in argv)


def tail(log: Path) -> str:
    return log.read_text(errors="replace")[-TAIL_CHARACTERS:]


def _prove_that_nothing_runs_in(folder: Path) -> None:
    deadline = time.monotonic() + LEAVING_SECONDS
    while left := _processes_in(folder):
        if time.monotonic() > deadline:
            for process in left:
                process.kill()
            raise BenchmarkError(f"left running: {', '.join(str(process.pid) for process in left)}")
        time.sleep(0.02)


def _processes_in(folder: Path) -> list[psutil.Process]:
    here = str(folder.resolve())
    return [process for process in psutil.process_iter(["cwd"]) if (process.info["cwd"] or "").startswith(here)]


def _prove_that_nothing_lies_in(temporary: Path) -> None:
    # uv leaves an empty lock there for each project that it installs, whoever calls it.
    if left := sorted(path.name for path in temporary.iterdir() if not path.match("uv-*.lock")):
        raise BenchmarkError(f"left in the folder for temporary files: {', '.join(left)}")
