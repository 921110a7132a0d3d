"""Count what is left of something that has ended: processes, listening ports, files, descriptors. Linux only.

A process is known by a mark in its environment, which scaffold passes on to all that it starts (it lets LC_* through),
or by a word of its command line or a working directory in the folder of the run. A process that hides all of these
would be missed; none of the starters has one. Ports are those on which such processes listened a moment before.
"""

import os
import re
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from sys import executable
from typing import Self

import psutil

MARK = "LC_SCAFFOLD_RELIABILITY"
LEAVING_SECONDS = 15.0
POLL_SECONDS = 0.05
# Python tries out a folder for temporary files with an empty one of such a name; killed in that moment it stays.
_TRIED_OUT = re.compile(r"[a-z0-9_]{8}")


@dataclass(frozen=True, slots=True)
class Leftovers:
    processes: int = 0
    ports: int = 0
    files: int = 0
    descriptors: int = 0

    def __add__(self, other: Self) -> "Leftovers":
        return Leftovers(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


def marked(mark: str, folder: Path | None = None) -> list[psutil.Process]:
    """The living processes whose mark begins so, or that are at home in a folder; without this one."""
    return [process for process in psutil.process_iter() if process.pid != os.getpid() and _is(process, mark, folder)]


def _is(process: psutil.Process, mark: str, folder: Path | None) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        if process.environ().get(MARK, "").startswith(mark):
            return True
        return folder is not None and any(word.startswith(str(folder)) for word in (process.cwd(), *process.cmdline()))
    except (psutil.Error, OSError):
        return False


def listening(processes: Collection[psutil.Process]) -> set[int]:
    """The TCP ports on which these processes listen."""
    ports = set()
    for process in processes:
        try:
            ports |= {c.laddr.port for c in process.net_connections("tcp") if c.status == psutil.CONN_LISTEN}
        except psutil.Error:
            continue
    return ports


def bound() -> set[int]:
    """The TCP ports on which anybody listens, as the kernel's own table says."""
    ports = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            _, local, _, state = line.split()[:4]
            if state == "0A":
                ports.add(int(local.rsplit(":", 1)[1], 16))
    return ports


def remaining(mark: str, ports: Collection[int], temporary: Path, folder: Path | None = None) -> Leftovers:
    """What is left after some seconds; nothing is waited for once nothing is left."""
    deadline = time.monotonic() + LEAVING_SECONDS
    while (left := _now(mark, ports, temporary, folder)) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    return left


def _now(mark: str, ports: Collection[int], temporary: Path, folder: Path | None) -> Leftovers:
    files = [path for path in temporary.iterdir() if not _is_tried_out(path)]
    return Leftovers(len(marked(mark, folder)), len(bound() & set(ports)), len(files))


def _is_tried_out(path: Path) -> bool:
    return bool(_TRIED_OUT.fullmatch(path.name)) and path.is_file() and path.stat().st_size == 0


def descriptors(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


@contextmanager
def planted(mark: str, temporary: Path) -> Iterator[int]:
    """One process that listens on one port, which it returns, beside one file: what a count must find."""
    code = (
        "import socket, sys; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True); "
        "sys.stdin.read()"
    )
    file = temporary / "planted.file"
    file.touch()
    environ = os.environ | {MARK: mark}
    with Popen([executable, "-c", code], stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environ) as process:
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()
            file.unlink()
