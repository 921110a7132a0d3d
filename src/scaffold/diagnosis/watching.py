"""Look at how many files may be watched: development servers restart when one changes."""

from collections.abc import Iterator
from pathlib import Path

from scaffold.diagnosis.findings import Finding, ok, warning
from scaffold.diagnosis.machine import Machine, System
from scaffold.diagnosis.remedies import watch_more

# An editor alone takes thousands, and a project with its environment some two thousand.
ENOUGH_WATCHES = 16_384
ENOUGH_INSTANCES = 128
_LIMITS = Path("/proc/sys/fs/inotify")


def look_at_watches(machine: Machine) -> Iterator[Finding]:
    if machine.system is not System.LINUX:
        return
    try:
        watches, instances = (int((_LIMITS / name).read_text()) for name in ("max_user_watches", "max_user_instances"))
    except (OSError, ValueError):
        return
    yield judge_watches(machine, watches, instances)


def judge_watches(machine: Machine, watches: int, instances: int) -> Finding:
    found = f"{watches} files, by {instances} programs"
    if watches < ENOUGH_WATCHES or instances < ENOUGH_INSTANCES:
        problem = "A development server may not notice changes while an editor watches as well."
        return warning("watching", found, problem, watch_more(machine))
    return ok("watching", found)
