"""The variables for whatever runs in a starter's environment."""

from pathlib import Path

from scaffold.model import Environment
from scaffold.processes import child_environment


def program_environment(environment: Environment, scratch: Path) -> dict[str, str]:
    """The starter's own programs first on the path, and a folder of its own for temporary files."""
    temporary = scratch / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    basic = child_environment({"VIRTUAL_ENV": str(environment.path), "TMPDIR": str(temporary)})
    return basic | {"PATH": f"{environment.bin}:{basic.get('PATH', '')}"}
