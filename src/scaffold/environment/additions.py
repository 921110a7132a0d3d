"""Give an environment packages that its lock does not have, without changing it."""

from dataclasses import replace
from pathlib import Path

from scaffold.environment.installation import call_uv
from scaffold.model import Environment


async def with_packages(environment: Environment, packages: tuple[str, ...], folder: Path) -> Environment:
    """The environment, whose programs also find `packages`: these are installed into a new `folder`.

    Each is a line of a requirements file, in the newest release that there is. Others may have lent the environment
    itself, and it is what its lock says. Raises ToolMissingError and InstallationError.
    """
    arguments = ["pip", "install", "--python", str(environment.bin / "python"), "--target", str(folder), *packages]
    await call_uv(arguments, folder.parent, folder.with_suffix(".log"))
    return replace(environment, variables=(*environment.variables, ("PYTHONPATH", str(folder))))
