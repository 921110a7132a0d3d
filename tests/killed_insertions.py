"""Insert and undo with a SIGKILL before and after every single system call that changes something.

Run as a module with a folder to work in. It forks a child for each moment; that child counts its system calls and kills
itself at one of them. Then the undo has to put back everything. Prints how many kills there were.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from scaffold.backups import Change, change, latest, put_back, sweep
from scaffold.holding import HeldFolder, held

CALLS = ("link", "rename", "unlink", "mkdir", "rmdir", "open", "symlink", "fsync", "fchmod")


def tree(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """All that is below a folder: kind with permissions, the time of its last change, and what is in it."""
    found = {}
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        data = os.readlink(path).encode() if path.is_symlink() else path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(folder))] = (state.st_mode, 0 if path.is_dir() else state.st_mtime_ns, data)
    return found


def start(folder: Path) -> None:
    (folder / "here").mkdir(parents=True)
    for path, mode in (("README.md", 0o640), ("here/run.sh", 0o755), ("mine.txt", 0o600)):
        (folder / path).write_text(f"mine: {path}\n")
        (folder / path).chmod(mode)
    (folder / "link.py").symlink_to("mine.txt")


def insert(folder: HeldFolder) -> None:
    over = [Change(path, b"new\n", 0o644, folder.state(path)) for path in ("README.md", "here/run.sh", "link.py")]
    added = [Change(path, path.encode(), 0o644) for path in ("a.py", "here/b.py", "new/deep/c.py", "new/d.py")]
    change(folder, [*over, *added], project="my-app", framework="some", environment=False)


def undo(folder: HeldFolder) -> None:
    journal = latest(folder)
    if journal is None:
        sweep(folder)
    else:
        put_back(folder, journal)


def killed(folder: Path, work: Callable[[HeldFolder], None], moment: int) -> bool:
    """Do the work in a child that is killed at a moment; False where it was done before that."""
    child = os.fork()
    if child == 0:
        _die_at(moment)
        with held(folder) as its:
            work(its)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def _die_at(moment: int) -> None:
    count = 0

    def tick() -> None:
        nonlocal count
        count += 1
        if count == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def wrapper(*arguments: object, **options: object) -> object:
            tick()
            result = call(*arguments, **options)
            tick()
            return result

        return wrapper

    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))


def kills(folder: Path, first: Callable[[HeldFolder], None] | None, work: Callable[[HeldFolder], None]) -> int:
    """Kill the work at every moment, undo, and compare; how many kills there were."""
    moment = 0
    while True:
        moment += 1
        shutil.rmtree(folder, ignore_errors=True)
        start(folder)
        before = tree(folder)
        if first:
            with held(folder) as its:
                first(its)
        again = killed(folder, work, moment)
        if again or first is None:
            with held(folder) as its:
                undo(its)
        assert tree(folder) == before, (moment, tree(folder), before)
        if not again:
            return moment - 1


if __name__ == "__main__":
    place = Path(sys.argv[1]) / "project"
    print(kills(place, None, insert), kills(place, insert, undo))
