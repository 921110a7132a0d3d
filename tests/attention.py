"""Seconds of a processor, for promises in seconds on a machine that others use too."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psutil


class Attention:
    """How long a process that always wants to run has run: as long as it lives, on a machine that has nothing else."""

    def __init__(self, process: psutil.Process) -> None:
        self._process = process
        self._begun = self._seconds()

    def seconds(self) -> float:
        return self._seconds() - self._begun

    def _seconds(self) -> float:
        used = self._process.cpu_times()
        return float(used.user + used.system)


@contextmanager
def attention() -> Iterator[Attention]:
    """Count from here to the end of the block."""
    with subprocess.Popen([sys.executable, "-ISc", "while True: pass"], start_new_session=True) as process:
        try:
            yield Attention(psutil.Process(process.pid))
        finally:
            process.kill()
