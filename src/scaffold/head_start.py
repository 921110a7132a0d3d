"""Start the render worker before this process imports what it needs itself: then both import at the same time.

Copier takes 0.3 to 0.5 s to import; Typer and what a command needs take nearly as long. The only other place that
starts a process is `processes`, which adopts this one.
"""

import atexit
import os
import subprocess
import sys
from dataclasses import dataclass

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "render", "worker.py")


@dataclass(frozen=True, slots=True)
class Worker:
    """The worker's process, and the end of a pipe whose other end it holds for as long as it lives."""

    process: "subprocess.Popen[bytes]"
    alive: int


def prepare() -> None:
    """Start a worker for whoever calls `take`; it is ended where nobody does. Not on Windows, where all refuse it."""
    if sys.platform == "win32":
        return
    _waiting.append(_start())
    atexit.register(_give_up)


def take() -> Worker:
    """The worker that is waiting, or a new one."""
    return _waiting.pop() if _waiting else _start()


_waiting: list[Worker] = []


def _start() -> Worker:
    ours, its = os.pipe()
    process = subprocess.Popen(
        # -P: not the folder of the script on the module path; it would hide modules of the same names.
        [sys.executable, "-P", SCRIPT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=(its,),
        env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        # Ctrl-C does not reach it: it ends when its input does.
        start_new_session=True,
    )
    os.close(its)
    return Worker(process, ours)


def _give_up() -> None:
    for worker in _waiting:
        worker.process.kill()
        worker.process.communicate()
