"""Start programs and leave nothing behind: the only place that spawns."""

from scaffold.processes.children import Child, Command, Finished, Stopped, ask, run, scratch_folder, started
from scaffold.processes.environ import child_environment
from scaffold.processes.listeners import descendants, listeners
from scaffold.processes.ports import LOOPBACK, reserve_port

__all__ = [
    "LOOPBACK",
    "Child",
    "Command",
    "Finished",
    "Stopped",
    "ask",
    "child_environment",
    "descendants",
    "listeners",
    "reserve_port",
    "run",
    "scratch_folder",
    "started",
]
