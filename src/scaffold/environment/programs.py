"""The variables for whatever runs in a starter's environment."""

from pathlib import Path

from scaffold.model import Environment
from scaffold.processes import child_environment


def program_environment(environment: Environment, scratch: Path, *, network: bool = False) -> dict[str, str]:
    """The starter's own programs first on the path, and a folder of its own for temporary files.

    With `network` also what a program needs that fetches something; see `child_environment`.
    """
    temporary = scratch / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    basic = child_environment({"VIRTUAL_ENV": str(environment.path), "TMPDIR": str(temporary)}, network=network)
    return basic | {"PATH": f"{environment.bin}:{basic.get('PATH', '')}"} | dict(environment.variables)
