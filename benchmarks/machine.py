"""What is to be known of the machine to read a ratio: no name, no address and no path of it."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

import psutil
from workplace import uv_cache

from scaffold.environment import uv_version
from scaffold.version import VERSION


def facts(temporary: Path) -> dict[str, str]:
    """The facts before a run; `temporary` is where the projects are made."""
    one, five, _ = os.getloadavg()
    return {
        "processors": str(len(os.sched_getaffinity(0))),
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()} on {platform.machine()}",
        "Python": platform.python_version(),
        "scaffold": VERSION,
        "Copier": version("copier"),
        "Typer": version("typer"),
        "uv": uv_version().removeprefix("uv "),
        "load before": f"{one:.1f} in the last minute, {five:.1f} in the last five",
        "uv's cache": "on the file system of the projects: packages are linked, not copied"
        if uv_cache().stat().st_dev == temporary.stat().st_dev
        else "on another file system than the projects: packages are copied",
        "bytecode": "Python may write it: PYTHONDONTWRITEBYTECODE is not set for any child",
    }
