"""Whose program a command runs: which distribution has installed it."""

from collections.abc import Sequence
from importlib.metadata import distributions

from packaging.utils import canonicalize_name

from scaffold.model import Environment


def owner(command: Sequence[str], environment: Environment) -> tuple[str, str | None]:
    """The program of a command, and the distribution that it belongs to; None for Python, which anything can be."""
    words = list(command)
    if words[0] == "env":
        words = [word for word in words[1:] if "=" not in word]
    program = words[0]
    for distribution in distributions(path=[str(environment.site_packages)]):
        scripts = distribution.entry_points.select(group="console_scripts")
        if any(script.name == program for script in scripts):
            return program, canonicalize_name(distribution.name)
    return program, None
