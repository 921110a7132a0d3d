"""A shim: the process that holds one command and all that descends from it."""

import json
import os
import select
import signal
import time

from kernel import become_subreaper, die_with_parent, wake_at_child_ends
from tree import descendants_of, signal_all

# After the first SIGTERM. Servers with a manager process lose one that comes right after the first answer;
# a second has always worked.
SECOND_TERM_SECONDS = 1.0
# After the first SIGTERM. A worker that was just being forked loses what its manager passes on, once, and the manager
# waits for it (seen with gunicorn 27: 30 s). systemd tells the whole control group from the beginning.
TERM_TO_ALL_SECONDS = 2.0
# Once scaffold is gone nobody waits for a graceful end.
ABANDONED_SECONDS = 1.0
# Workers that end with their parent may take a moment longer than it.
LEAVE_TOGETHER_SECONDS = 0.25
POLL_SECONDS = 0.02
# Between two looks at the size of a log: a tenth of a millisecond of CPU a second, and what is written meanwhile is
# cut off again. RLIMIT_FSIZE would hold for every file, and kill databases.
LOOK_SECONDS = 0.1
# After the first SIGKILL; only a process in uninterruptible sleep takes longer.
KILL_SECONDS = 5.0

STOP_REQUEST = b"s"
_RESET_SIGNALS = (
    signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT,
    signal.SIGPIPE, signal.SIGCHLD, signal.SIGUSR1, signal.SIGUSR2, signal.SIGXFSZ,
)  # fmt: skip


class Shim:
    """Holds one command and all that descends from it."""

    def __init__(self, request, log, lifeline, report):
        self.request, self.log, self.lifeline, self.report = request, log, lifeline, report
        self.root = 0
        self.root_ended = False
        self.cpu_seconds = 0.0
        self.asked_to_stop = False
        self.abandoned = False
        self.flooded = False

    def hold(self):
        os.setsid()
        become_subreaper()
        self.wake = wake_at_child_ends()
        # Whoever ends the shim wants its command ended.
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(each, self._ask_to_stop)
        self.poll = select.poll()
        self.poll.register(self.lifeline, select.POLLIN | select.POLLHUP)
        self.poll.register(self.wake, select.POLLIN)

        self.root = self._start()
        self._say(pid=self.root, shim=os.getpid())
        limit = self.request["log_limit"]
        while not self.asked_to_stop and not self._floods():
            self._wait(None if limit is None else LOOK_SECONDS)
        self._stop()

    def _start(self):
        # Until the child has forgotten the shim's handlers, a signal to it would be lost in them.
        signal.pthread_sigmask(signal.SIG_BLOCK, _RESET_SIGNALS)
        pid = os.fork()
        if pid:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _RESET_SIGNALS)
            return pid
        try:
            os.setsid()
            die_with_parent()
            for each in _RESET_SIGNALS:
                signal.signal(each, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _RESET_SIGNALS)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(self.log, 1)
            os.dup2(self.log, 2)
            argv = self.request["argv"]
            os.chdir(self.request["cwd"])
            os.execvpe(argv[0], argv, self.request["env"])
        except (OSError, ValueError) as error:  # ValueError: a NUL in a word
            os.write(self.log, os.fsencode(f"{argv[0]}: {getattr(error, 'strerror', error)}\n"))
        finally:
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

    def _floods(self):
        """Whether the log has grown past its limit, now or before."""
        limit = self.request["log_limit"]
        self.flooded = self.flooded or (limit is not None and os.fstat(self.log).st_size > limit)
        return self.flooded

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
        """The ladder: SIGTERM to the command, once more, to all of its descendants, then SIGKILL until there is none.

        Who floods the log is given no time: it would go on.
        """
        started = time.monotonic()
        root_ended_at = started if self.root_ended else None
        rung = "nothing to stop"
        left_behind = terms = 0
        told_all = told_group = False
        while living := self._descendants():
            now = time.monotonic()
            if self.root_ended and root_ended_at is None:
                root_ended_at = now
            grace = 0.0 if self._floods() else ABANDONED_SECONDS if self.abandoned else self.request["grace"]
            if now - started >= grace:
                rung = "KILL"
                if now - started >= grace + KILL_SECONDS:
                    break
                signal_all(living, signal.SIGKILL)
            elif self.abandoned or (root_ended_at and now - root_ended_at >= LEAVE_TOGETHER_SECONDS):
                # Nobody else will tell them.
                if not told_all:
                    left_behind = len(living)
                    signal_all(living, signal.SIGTERM)
                    told_all = True
            elif not self.root_ended and terms < (1 if now - started < SECOND_TERM_SECONDS else 2):
                # As Docker does: the command alone is told, and tells its workers.
                signal_all([self.root], signal.SIGTERM)
                terms += 1
                rung = " ".join(["TERM"] * terms)
            elif not self.root_ended and not told_group and now - started >= TERM_TO_ALL_SECONDS:
                signal_all(living, signal.SIGTERM)
                told_group = True
                rung = "TERM to all"
            self._wait(POLL_SECONDS)
        if self._floods():
            # The beginning is kept: whoever says the same a million times says it there as well.
            os.ftruncate(self.log, self.request["log_limit"])
        self._say(
            stopped=rung,
            seconds=time.monotonic() - started,
            left_behind=left_behind,
            survivors=len(self._descendants()),
            cpu_seconds=self.cpu_seconds,
            flooded=self.flooded,
        )

    def _descendants(self):
        self._reap()
        return descendants_of(os.getpid(), self.root)

    def _say(self, **facts):
        try:
            os.write(self.report, json.dumps(facts).encode() + b"\n")
        except OSError:
            pass  # scaffold is gone, or listens no more
