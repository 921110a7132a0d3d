"""Who descends from a process, and signals to all of them."""

import os
import sys


def descendants_of(pid, group):
    """All descendants of a process; where there is no /proc, also whoever is in the process group `group`."""
    if sys.platform == "linux":
        return _descendants_from_proc(pid)
    return _descendants_from_ps(pid, group)


def _descendants_from_proc(pid):
    """All descendants by /proc/PID/task/TID/children, deepest last."""
    found = []
    for child in children_of(pid):
        found.append(child)
        found += _descendants_from_proc(child)
    return found


def children_of(pid):
    """The children of a process by /proc/PID/task/TID/children; none where there is no /proc."""
    found = []
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return found
    for task in tasks:
        try:
            with open(f"/proc/{pid}/task/{task}/children") as file:
                found += [int(word) for word in file.read().split()]
        except OSError:
            continue
    return found


def _descendants_from_ps(pid, group):
    """Where there is no /proc: descendants, and whoever is in the command's process group."""
    # Imported where it is needed: it takes longer than all of the supervisor.
    import subprocess

    parents = {}
    found = set()
    # An -o for each: what follows the first = of one is all its heading (POSIX), on macOS with the other columns.
    argv = ["ps", "-A", "-o", "pid=", "-o", "ppid=", "-o", "pgid=", "-o", "stat="]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as listing:
        for line in listing.stdout:
            child, parent, pgid, state = line.split()[:4]
            # The listing lists itself, a child that is never gone.
            if state.startswith("Z") or int(child) == listing.pid:
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


def signal_all(pids, number):
    """Send a signal to each; returns how many got it. Who has become another user does not, and is a survivor."""
    signalled = 0
    for pid in pids:
        try:
            os.kill(pid, number)
            signalled += 1
        except (ProcessLookupError, PermissionError):
            pass
    return signalled
