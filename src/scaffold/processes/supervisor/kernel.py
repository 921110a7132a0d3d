"""What only the kernel can do for a supervisor; see prctl(2)."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def become_subreaper():
    """Descendants whose parents end become children of this process. On Linux alone."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent():
    """SIGKILL to this process, and to what it executes, when its parent ends. On Linux alone."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def wake_at_child_ends():
    """A descriptor that can be read when a child has ended."""
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_write, False)
    os.set_blocking(wake_read, False)
    signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return wake_read


def _prctl(option, value):
    if sys.platform == "linux":
        _LIBC.prctl(option, int(value), 0, 0, 0)


_LIBC = ctypes.CDLL(None, use_errno=True)
