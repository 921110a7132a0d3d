"""`scaffold` in processes that fork from one that has read its modules: what all read at their start is read once.

Each command is a process of its own, with its words, folder, environment and outputs, and ends as Python ends; so is
the render worker that it starts. What is read from the environment at the start cannot be changed afterwards: see
`Forks.can`. Where the start itself matters, or a terminal, take a process that was not forked.
"""

import json
import os
import selectors
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import psutil

from scaffold.head_start import Worker

# What Python, its locale, the dynamic linker, and Typer read at the start, and completion in the place of a command.
READ_AT_THE_START = ("PYTHON", "LANG", "LC_", "LD_", "TZ", "TYPER", "_TYPER", "_SCAFFOLD")
# Of a request its size comes first; the answers are the child's number and, at its end, its exit code.
SIZE, NUMBER = struct.Struct("!I"), struct.Struct("!i")
DRIVER = """
import gc, importlib.util, json, os, signal, socket, struct, subprocess, sys, tempfile
from scaffold.cli import main
import scaffold.cli.main, scaffold.comparing, scaffold.creation, scaffold.drifting, scaffold.foreign_testing
import scaffold.inserting, scaffold.resuming, scaffold.smoke_testing
from scaffold import head_start

spec = importlib.util.spec_from_file_location("worker", head_start.SCRIPT)
worker = importlib.util.module_from_spec(spec)
spec.loader.exec_module(worker)
# As the worker itself imports it: what it reads then is not to lead to git.
path = os.environ["PATH"]
os.environ["PATH"] = os.path.dirname(head_start.SCRIPT)
import copier
os.environ["PATH"] = path
assert tempfile.tempdir is None, "TMPDIR was read already"
gc.collect()
gc.freeze()

def start():
    # As `head_start` does, but for the program: this one, which has imported Copier.
    ours, its = os.pipe()

    def become_the_worker():
        os.closerange(3, its)
        os.closerange(its + 1, 1024)
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        worker.main()

    process = subprocess.Popen(
        [sys.executable], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, pass_fds=(its,),
        start_new_session=True, preexec_fn=become_the_worker,
    )
    os.close(its)
    return head_start.Worker(process, ours)

def wait_for_a_job():
    # The parent stays in here; each of its children comes back with a job.
    control = socket.socket(fileno=0)
    workers = []
    while True:
        size, descriptors, _, _ = socket.recv_fds(control, 4, 3)
        workers[:] = [each for each in workers if os.waitpid(each, os.WNOHANG)[0] == 0]
        if not size:
            os._exit(0)
        body = control.recv(struct.unpack("!I", size)[0], socket.MSG_WAITALL)
        job = json.loads(body)
        child = os.fork()
        if child == 0:
            control.detach()
            return job, descriptors
        for descriptor in descriptors:
            os.close(descriptor)
        control.sendall(struct.pack("!i", child))
        if job["program"] is None:
            # Whoever asked for a worker sees its end by itself.
            workers.append(child)
            continue
        control.sendall(struct.pack("!i", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))

job, descriptors = wait_for_a_job()
nothing = os.open(os.devnull, os.O_RDWR)
os.environ.clear()
os.environ.update(job["environ"])
os.chdir(job["cwd"])
if job["program"] is None:
    for descriptor, number in zip((*descriptors[:2], nothing), range(3)):
        os.dup2(descriptor, number)
    for descriptor in (*descriptors[:2], nothing):
        os.close(descriptor)
    os.setsid()
    worker.main()
for descriptor, number in zip((nothing, *descriptors), range(3)):
    os.dup2(descriptor, number)
    os.close(descriptor)
head_start._start = start
# As `python -m scaffold` has it.
sys.path.insert(0, os.getcwd())
sys.argv = [os.path.join(scaffold.__path__[0], "__main__.py"), *job["words"]]
__package__ = "scaffold"
exec(job["program"])
"""
# What `__main__.py` does.
MAIN = "main()"


@dataclass(frozen=True, slots=True)
class ForkedWorker:
    """What a companion needs of a `Popen`, for a process that is no child of this one."""

    pid: int
    stdin: IO[bytes]
    stdout: IO[bytes]

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> None:
        with suppress(psutil.NoSuchProcess):
            while psutil.Process(self.pid).status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.005)


class Forks:
    """A process that has read what `scaffold` reads at its start, and forks for each command."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        ours, theirs = socket.socketpair()
        self._read = _read_at_the_start(environ)
        with theirs:
            self._process = subprocess.Popen(
                # -P: not the folder in which the tests were started on the module path.
                [sys.executable, "-P", "-c", DRIVER],
                stdin=theirs.fileno(),
                # Buffered as a pipe is, and not as a terminal.
                stdout=subprocess.DEVNULL,
                env=dict(environ),
            )
        self._control = ours

    def can(self, environ: Mapping[str, str]) -> bool:
        """Whether a command with that environment reads the same at its start."""
        return _read_at_the_start(environ) == self._read

    def run(
        self,
        words: Sequence[str],
        *,
        cwd: Path,
        environ: Mapping[str, str],
        deadline_seconds: float,
        program: str = MAIN,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command as `subprocess.run` does that captures its outputs and gives it nothing to read."""
        job = {"words": list(words), "cwd": str(cwd), "environ": dict(environ), "program": program}
        (out, its_out), (err, its_err) = os.pipe(), os.pipe()
        child = self._fork(job, [its_out, its_err])
        try:
            said = _read_to_their_end((out, err), deadline_seconds)
        except TimeoutError:
            os.kill(child, signal.SIGKILL)
            raise
        finally:
            os.close(out)
            os.close(err)
            # Before the next command.
            code = self._answer()
        return subprocess.CompletedProcess(list(words), code, *said)

    def worker(self) -> Worker:
        """A render worker for this process, as `head_start` makes them."""
        (its_input, requests), (answers, its_output), (alive, its_end) = os.pipe(), os.pipe(), os.pipe()
        environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        job: dict[str, object] = {"words": [], "cwd": os.getcwd(), "environ": environ, "program": None}
        number = self._fork(job, [its_input, its_output, its_end])
        process = ForkedWorker(number, os.fdopen(requests, "wb"), os.fdopen(answers, "rb"))
        return Worker(cast("subprocess.Popen[bytes]", process), alive)

    def _fork(self, job: Mapping[str, object], descriptors: Sequence[int]) -> int:
        """The number of the child; the descriptors are its alone."""
        body = json.dumps(job).encode()
        socket.send_fds(self._control, [SIZE.pack(len(body))], list(descriptors))
        self._control.sendall(body)
        for descriptor in descriptors:
            os.close(descriptor)
        return self._answer()

    def _answer(self) -> int:
        data = self._control.recv(NUMBER.size, socket.MSG_WAITALL)
        return int(NUMBER.unpack(data)[0])

    def close(self) -> None:
        self._control.close()
        self._process.wait(timeout=60)


def _read_at_the_start(environ: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environ.items() if name.startswith(READ_AT_THE_START)}


def _read_to_their_end(descriptors: Sequence[int], deadline_seconds: float) -> list[bytes]:
    """All that comes through pipes until nobody holds their other ends any more."""
    said = dict.fromkeys(descriptors, b"")
    deadline = time.monotonic() + deadline_seconds
    with selectors.DefaultSelector() as waiting:
        for descriptor in descriptors:
            waiting.register(descriptor, selectors.EVENT_READ)
        while waiting.get_map():
            ready = waiting.select(deadline - time.monotonic())
            if not ready:
                raise TimeoutError(f"the command has not ended after {deadline_seconds} seconds: {said}")
            for key, _ in ready:
                data = os.read(key.fd, 65536)
                said[key.fd] += data
                if not data:
                    waiting.unregister(key.fd)
    return list(said.values())
