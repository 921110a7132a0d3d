"""Put frameworks beside each other: what is said of each, its starter's code by role, and what was measured."""

from collections.abc import Mapping
from dataclasses import dataclass

from scaffold.model import Description, Measurements, Role


@dataclass(frozen=True, slots=True)
class CodeFile:
    """A file of a starter, as it is rendered."""

    # Below the project.
    path: str
    # As Pygments calls it.
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """One framework of a comparison."""

    description: Description
    code: Mapping[Role, tuple[CodeFile, ...]]
    # `install`, `develop`, `serve` and `test`, as a person types them.
    commands: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    sides: tuple[Side, ...]
    # None: nothing was measured.
    measurements: Measurements | None
