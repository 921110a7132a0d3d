"""Hold processes so that none is left behind, however their owner ends. Run as a script, standard library only.

One supervisor serves one scaffold. For each command it forks a *shim*: a child subreaper (prctl(2)), so that every
descendant of the command, daemons too, becomes its child when its own parent ends. The shim starts the command in a
session of its own and waits on a *lifeline*: a pipe whose other end only scaffold holds. A byte on it is the request
to stop; its end means that scaffold is gone, be it by SIGKILL. Either way every descendant is ended, and what is
left is looked for again until nothing is.

The supervisor is a subreaper as well: what a shim held that was killed becomes its child, and is ended.

Forking shims from one process costs about 2 ms of CPU a command; a Python of its own for each costs 25.

Linux is proven by tests/processes. macOS has no subreaper: there the session and the descendants that a
process listing shows are ended, and a daemon that left both may escape. docs/supervision.md says more.
"""

import json
import os
import select
import signal
import socket
import struct
import sys
import time

from kernel import become_subreaper, wake_at_child_ends
from shim import Shim
from tree import children_of, signal_all

# What a companion, the render worker, may still have to do: finish one project and remove it.
COMPANION_SECONDS = 60.0


def serve(control):
    """Fork a shim for each request until scaffold is gone; then remove the folders that it used for scratch."""
    for each in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    become_subreaper()
    wake = wake_at_child_ends()
    poll = select.poll()
    poll.register(control, select.POLLIN | select.POLLHUP)
    poll.register(wake, select.POLLIN)
    shims = Shims()
    scratch, companions = [], []
    connected = True
    while connected or not shims.ended():
        ready = [descriptor for descriptor, _ in poll.poll()]
        if wake in ready:
            os.read(wake, 4096)
            shims.reap()
        if control.fileno() not in ready:
            continue
        if (received := _receive(control)) is None:
            connected = False
            poll.unregister(control)
            continue
        request, descriptors = received
        if "scratch" in request:
            scratch.append(request["scratch"])
        elif "forget" in request:
            scratch = [folder for folder in scratch if folder != request["forget"]]
        elif "companion" in request:
            # Open in this process alone: only the companion's own end closes the other side.
            companions += descriptors
        else:
            shims.start(control, request, descriptors)
    if any(os.path.exists(folder) for folder in scratch):
        _wait_for_companions(companions)
        _remove(scratch)


class Shims:
    """The shims that live, and the end of what those leave that are killed."""

    def __init__(self):
        # By process id. A report that is open here as well ends only when nothing is left of its command.
        self.reports = {}
        self.ending = []

    def start(self, control, request, descriptors):
        log, lifeline, report = descriptors
        pid = os.fork()
        if pid == 0:
            control.close()
            for each in (*self.reports.values(), *self.ending):
                os.close(each)
            try:
                Shim(request, log, lifeline, report).hold()
            finally:
                os._exit(0)
        os.close(log)
        os.close(lifeline)
        self.reports[pid] = report

    def reap(self):
        """Take note of the shims that ended; end the processes that a killed one has left to us."""
        while (pid := _reaped()) is not None:
            if pid in self.reports:
                self.ending.append(self.reports.pop(pid))
        orphans = [pid for pid in children_of(os.getpid()) if pid not in self.reports]
        # Their children become ours when they end, and wake us again.
        if not signal_all(orphans, signal.SIGKILL):
            while self.ending:
                os.close(self.ending.pop())

    def ended(self):
        return not self.reports and not self.ending


def _wait_for_companions(companions):
    """Wait until every process that may write into a scratch folder has seen that scaffold is gone."""
    deadline = time.monotonic() + COMPANION_SECONDS
    for companion in companions:
        select.select([companion], [], [], max(0.0, deadline - time.monotonic()))


def _remove(folders):
    """Remove what a killed scaffold left on the disk; nothing writes there any more."""
    import shutil

    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _reaped():
    """The process id of a child that has ended; None where none has."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0] or None
    except ChildProcessError:
        return None


def _receive(control):
    """The next request and its descriptors (of a command: log, lifeline, report). None at the end."""
    header, descriptors, _, _ = socket.recv_fds(control, 4, 3)
    if len(header) < 4:
        return None
    (missing,) = struct.unpack("!I", header)
    body = bytearray()
    while missing > len(body):
        chunk = control.recv(missing - len(body))
        if not chunk:
            return None
        body += chunk
    for descriptor in descriptors:
        os.set_inheritable(descriptor, False)
    return json.loads(body), descriptors


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
