"""Real trees of processes, and the proof that nothing of them is left."""

import asyncio
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

import psutil

from scaffold.processes import Command, child_environment

TREES = Path(__file__).with_name("trees")
# What each shape of tree.py notes once it has grown. The first nine are the shapes that servers are found in.
ROLES = {
    "plain": ("root",),
    "shell": ("root",),
    "reloader": ("root", "child"),
    "workers": ("root", "worker1", "worker2", "worker3"),
    "ignores_sigterm": ("root",),
    "child_in_own_session": ("root", "child"),
    "daemon": ("root", "daemon"),
    "daemon_with_clean_environment": ("root", "daemon"),
    "root_exits": ("child",),
    "workers_that_follow": ("root", "worker"),
    "keeps_writing": ("root",),
    "loses_first_sigterm": ("root",),
    "manager_whose_worker_missed_it": ("root", "worker"),
    "slow_farewell": ("root",),
    "listening_grandchild": ("root", "child", "grandchild", "listener"),
    "child_of_another_user": ("root", "child", "another"),
}
NINE_SHAPES = tuple(ROLES)[:9]
# Far above what anything here takes, for machines that are busy with something else.
PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.02
MARK = "SCAFFOLD_TEST_MARK"


class Forest:
    """The trees of one test, and who is alive in them.

    A process is known by the test's mark in its command line or its environment, or by the process id that it noted.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mark = secrets.token_hex(8)
        self.environment = child_environment({MARK: self.mark})
        self._notes = folder / "notes"
        self._notes.mkdir(parents=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """What a failed test has left is ended here, so that it is the only one that fails."""
        for process in self._alive():
            with suppress(psutil.NoSuchProcess):
                process.kill()

    def argv(self, shape: str, *, port: int = 0) -> list[str]:
        tree = str(TREES / "tree.py")
        argv = [sys.executable, "-I", "-S", tree, shape, str(self._notes), self.mark, str(port)]
        # `true` keeps the shell from giving its place to the program.
        return ["sh", "-c", '"$@"; true', "sh", *argv] if shape == "shell" else argv

    def command(self, shape: str, *, port: int = 0, grace_seconds: float = 0.5) -> Command:
        return Command(
            argv=self.argv(shape, port=port),
            cwd=self.folder,
            env=self.environment,
            log=self.folder / f"{shape}.log",
            grace_seconds=grace_seconds,
        )

    def noted(self, shape: str, role: str) -> int | None:
        """The process id of one member of a tree; None where it did not come that far."""
        note = self._notes / f"{shape}.{role}"
        return int(note.read_text()) if note.exists() else None

    async def grown(self, *shapes: str) -> None:
        """Wait until every member of these trees is there."""
        await until(lambda: not self._missing(shapes), "members of a tree", lambda: self._missing(shapes))

    def _missing(self, shapes: Sequence[str]) -> list[str]:
        return [f"{shape}.{role}" for shape in shapes for role in ROLES[shape] if not self.noted(shape, role)]

    async def gone(self) -> None:
        """Wait until nothing is alive."""
        await until(lambda: not self.living(), "the end of the trees", self.living)

    def living(self) -> list[str]:
        """Who is alive, for people to read."""
        return sorted(f"{process.pid} {' '.join(_cmdline(process))}" for process in self._alive())

    def _alive(self) -> set[psutil.Process]:
        everybody = [*self._by_mark(), *self._by_note()]
        return {process for process in everybody if _is_alive(process)}

    def _by_mark(self) -> Iterator[psutil.Process]:
        for process in psutil.process_iter():
            if self.mark in _cmdline(process) or _environ(process).get(MARK) == self.mark:
                yield process

    def _by_note(self) -> Iterator[psutil.Process]:
        for note in self._notes.glob("*.*[!~]"):
            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(int(note.read_text()))
                # Otherwise the process id has been given to somebody else since.
                if process.create_time() < note.stat().st_mtime + 1.0:
                    yield process


async def until(claim: Callable[[], object], what: str, state: Callable[[], object] | None = None) -> None:
    """Wait until a claim holds; the test fails where that takes too long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not claim():
        if time.monotonic() > deadline:
            raise AssertionError(f"Waited in vain for {what}: {state() if state else ''}")
        await asyncio.sleep(POLL_SECONDS)


def is_alive(pid: int) -> bool:
    try:
        return _is_alive(psutil.Process(pid))
    except psutil.NoSuchProcess:
        return False


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _cmdline(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _environ(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ()
    except (psutil.Error, OSError):
        return {}
