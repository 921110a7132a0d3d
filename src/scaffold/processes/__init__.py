"""Start programs and leave nothing behind: the only place that spawns."""

from scaffold.processes.children import LOG_LIMIT_BYTES, Child, Command, Finished, Stopped, run, started
from scaffold.processes.companions import Companion, companion
from scaffold.processes.connection import MAX_TEMPORARY_BYTES, NOT_ON_WINDOWS, scratch_folder
from scaffold.processes.environ import child_environment
from scaffold.processes.inquiry import Said, ask, inquire
from scaffold.processes.listeners import descendants, exposed, listeners
from scaffold.processes.logs import beginning, flood, tail
from scaffold.processes.ports import LOOPBACK, reserve_port

__all__ = [
    "LOG_LIMIT_BYTES",
    "LOOPBACK",
    "MAX_TEMPORARY_BYTES",
    "NOT_ON_WINDOWS",
    "Child",
    "Command",
    "Companion",
    "Finished",
    "Said",
    "Stopped",
    "ask",
    "beginning",
    "child_environment",
    "companion",
    "descendants",
    "exposed",
    "flood",
    "inquire",
    "listeners",
    "reserve_port",
    "run",
    "scratch_folder",
    "started",
    "tail",
]
