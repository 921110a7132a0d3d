"""Facts that hold for a whole run: the versions of the tools, the platform, the interpreters that were taken."""

import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from scaffold.environment import uv_version
from scaffold.version import VERSION


def facts(interpreters: Mapping[str, Path]) -> dict[str, str]:
    """What stands in the context of a report; `interpreters` by version."""
    return {
        "scaffold": VERSION,
        "copier": version("copier"),
        "uv": uv_version(),
        "platform": platform.platform(),
        **{f"python {python}": str(path) for python, path in interpreters.items()},
    }
