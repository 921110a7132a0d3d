"""What is to be known of the machine to read a figure: no name, no address and no path of it."""

import os
import platform
from collections.abc import Mapping

import psutil

from scaffold.environment import uv_version
from scaffold.measuring.generator import Generator
from scaffold.version import VERSION


def machine() -> Mapping[str, str]:
    one, five, _ = os.getloadavg()
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {
        "processors": str(processors),
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()} on {platform.machine()}",
        "load before": f"{one:.1f} in the last minute, {five:.1f} in the last five",
    }


def versions(generator: Generator | None) -> Mapping[str, str]:
    return {
        "scaffold": VERSION,
        "uv": uv_version().removeprefix("uv "),
        "Python": platform.python_version(),
        "load generator": generator.version if generator is not None else "none",
    }
