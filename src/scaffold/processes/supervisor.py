"""Hold processes so that none is left behind, however their owner ends. Run as a script, standard library only.

One supervisor serves one scaffold. For each command it forks a *shim*: a child subreaper (prctl(2)), so that every
descendant of the command, daemons too, becomes its child when its own parent ends. The shim starts the command in a
session of its own and waits on a *lifeline*: a pipe whose other end only scaffold holds. A byte on it is the request
to stop; its end means that scaffold is gone, be it by SIGKILL. Either way every descendant is ended, and what is
left is looked for again until nothing is.

Forking shims from one process costs about 2 ms of CPU a command; a Python of its own for each costs 25.

Linux is proven by tests/test_supervision.py. macOS has no subreaper: there the session and the descendants that a
process listing shows are ended, and a daemon that left both may escape. docs/supervision.md says more.
"""

import ctypes
import json
import os
import select
import signal
import socket
import struct
import sys
import time

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

# After the first SIGTERM. Sanic loses one that comes right after its first answer; a second has always worked.
SECOND_TERM_SECONDS = 1.0
# Once scaffold is gone nobody waits for a graceful end.
ABANDONED_SECONDS = 1.0
# Workers that end with their parent may take a moment longer than it.
LEAVE_TOGETHER_SECONDS = 0.25
POLL_SECONDS = 0.02
# What a companion, the render worker, may still have to do: finish one project and remove it.
COMPANION_SECONDS = 60.0
# After the first SIGKILL; only a process in uninterruptible sleep takes longer.
KILL_SECONDS = 5.0

STOP_REQUEST = b"s"
_RESET_SIGNALS = (
    signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT,
    signal.SIGPIPE, signal.SIGCHLD, signal.SIGUSR1, signal.SIGUSR2,
)  # fmt: skip


def serve(control):
    """Fork a shim for each request until scaffold is gone; then remove the folders that it used for scratch."""
    # Shims are reaped by the kernel; they answer to scaffold and not to this process.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for each in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    scratch, companions = [], []
    while (received := _receive(control)) is not None:
        request, descriptors = received
        if "scratch" in request:
            scratch.append(request["scratch"])
        elif "forget" in request:
            scratch = [folder for folder in scratch if folder != request["forget"]]
        elif "companion" in request:
            # Open in this process alone: only the companion's own end closes the other side.
            companions.append(descriptors.pop())
        elif os.fork() == 0:
            control.close()
            try:
                Shim(request, *descriptors).hold()
            finally:
                os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)
    if any(os.path.exists(folder) for folder in scratch):
        _wait_for_companions(companions)
        _remove_when_quiet(scratch)


def _wait_for_companions(companions):
    """Wait until every process that may write into a scratch folder has seen that scaffold is gone."""
    deadline = time.monotonic() + COMPANION_SECONDS
    for companion in companions:
        select.select([companion], [], [], max(0.0, deadline - time.monotonic()))


def _remove_when_quiet(folders):
    """Remove what a killed scaffold left on the disk, once nothing writes there any more."""
    import shutil

    try:
        while True:
            os.wait()  # children are ignored, so it returns by an error, when the last shim has ended
    except ChildProcessError:
        pass
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


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


class Shim:
    """Holds one command and all that descends from it."""

    def __init__(self, request, log, lifeline, report):
        self.request, self.log, self.lifeline, self.report = request, log, lifeline, report
        self.root = 0
        self.root_ended = False
        self.cpu_seconds = 0.0
        self.asked_to_stop = False
        self.abandoned = False

    def hold(self):
        os.setsid()
        _prctl(PR_SET_CHILD_SUBREAPER, 1)
        wake_read, wake_write = os.pipe()
        os.set_blocking(wake_write, False)
        os.set_blocking(wake_read, False)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        # Whoever ends the shim wants its command ended.
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(each, self._ask_to_stop)
        self.poll = select.poll()
        self.poll.register(self.lifeline, select.POLLIN | select.POLLHUP)
        self.poll.register(wake_read, select.POLLIN)
        self.wake = wake_read

        self.root = self._start()
        self._say(pid=self.root, shim=os.getpid())
        while not self.asked_to_stop:
            self._wait(None)
        self._stop()

    def _start(self):
        pid = os.fork()
        if pid:
            return pid
        try:
            os.setsid()
            _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            for each in _RESET_SIGNALS:
                signal.signal(each, signal.SIG_DFL)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(self.log, 1)
            os.dup2(self.log, 2)
            os.chdir(self.request["cwd"])
            argv = self.request["argv"]
            os.execvpe(argv[0], argv, self.request["env"])
        except OSError as error:
            os.write(self.log, f"{self.request['argv'][0]}: {error.strerror}\n".encode())
        os._exit(127)

    def _wait(self, seconds):
        """Until something happens or `seconds` are over; takes note of what happened."""
        ready = self.poll.poll(None if seconds is None else max(0.0, seconds) * 1000)
        for descriptor, _ in ready:
            if descriptor == self.wake:
                os.read(self.wake, 4096)
            elif os.read(self.lifeline, 1) == STOP_REQUEST:
                self.asked_to_stop = True
            else:
                self.asked_to_stop = self.abandoned = True
                self.poll.unregister(self.lifeline)
        self._reap()

    def _ask_to_stop(self, *_):
        self.asked_to_stop = self.abandoned = True

    def _reap(self):
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self.cpu_seconds += usage.ru_utime + usage.ru_stime
            if pid == self.root:
                self.root_ended = True
                self._say(exit=os.waitstatus_to_exitcode(status))

    def _stop(self):
        """The ladder: SIGTERM to the command, once more, then SIGKILL to every descendant until there is none."""
        started = time.monotonic()
        root_ended_at = started if self.root_ended else None
        rung = "nothing to stop"
        left_behind = terms = 0
        told_all = False
        while living := self._descendants():
            now = time.monotonic()
            if self.root_ended and root_ended_at is None:
                root_ended_at = now
            grace = ABANDONED_SECONDS if self.abandoned else self.request["grace"]
            if now - started >= grace:
                rung = "KILL"
                if now - started >= grace + KILL_SECONDS:
                    break
                _signal_all(living, signal.SIGKILL)
            elif self.abandoned or (root_ended_at and now - root_ended_at >= LEAVE_TOGETHER_SECONDS):
                # Nobody else will tell them.
                if not told_all:
                    left_behind = len(living)
                    _signal_all(living, signal.SIGTERM)
                    told_all = True
            elif not self.root_ended and terms < (1 if now - started < SECOND_TERM_SECONDS else 2):
                # As Docker does: the command alone is told, and tells its workers.
                _signal_all([self.root], signal.SIGTERM)
                terms += 1
                rung = " ".join(["TERM"] * terms)
            self._wait(POLL_SECONDS)
        self._say(
            stopped=rung,
            seconds=time.monotonic() - started,
            left_behind=left_behind,
            survivors=len(self._descendants()),
            cpu_seconds=self.cpu_seconds,
        )

    def _descendants(self):
        self._reap()
        if sys.platform == "linux":
            return _descendants_from_proc(os.getpid())
        return _descendants_from_ps(os.getpid(), self.root)

    def _say(self, **facts):
        try:
            os.write(self.report, json.dumps(facts).encode() + b"\n")
        except OSError:
            pass  # scaffold is gone, or listens no more


def _descendants_from_proc(pid):
    """All descendants by /proc/PID/task/TID/children, deepest last."""
    found = []
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return found
    for task in tasks:
        try:
            with open(f"/proc/{pid}/task/{task}/children") as file:
                children = [int(word) for word in file.read().split()]
        except OSError:
            continue
        for child in children:
            found.append(child)
            found += _descendants_from_proc(child)
    return found


def _descendants_from_ps(pid, group):
    """Where there is no /proc: descendants, and whoever is in the command's process group."""
    parents = {}
    found = set()
    with os.popen("ps -A -o pid=,ppid=,pgid=,stat=") as listing:
        for line in listing:
            child, parent, pgid, state = line.split()[:4]
            if state.startswith("Z"):
                continue
            parents.setdefault(int(parent), []).append(int(child))
            if int(pgid) == group:
                found.add(int(child))
    waiting = [pid]
    while waiting:
        for child in parents.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return sorted(found)


def _signal_all(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def _prctl(option, value):
    if sys.platform == "linux":
        _LIBC.prctl(option, int(value), 0, 0, 0)


_LIBC = ctypes.CDLL(None, use_errno=True)

if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
