"""What a framework is: its `framework.toml` as data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from scaffold.model.drifts import ExpectedFailure, Warned
from scaffold.model.projects import Mode, Response


@dataclass(frozen=True, slots=True)
class DeclaredException:
    """A check that one framework cannot pass, with the reason; never silent in a report."""

    check: str
    reason: str
    # None: with both servers.
    server: Mode | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """With what a starter last passed everything."""

    date: date
    version: str
    pythons: tuple[str, ...]


class Upkeep(StrEnum):
    """Whether anybody looks after a framework."""

    ACTIVE = "active"
    # No release for a year, but somebody is there.
    QUIET = "quiet"
    UNMAINTAINED = "unmaintained"


@dataclass(frozen=True, slots=True)
class Health:
    """How a framework is kept up by its own people."""

    status: Upkeep
    # Of the newest release.
    released: date
    # The frameworks to take instead for something new; empty where there is no reason to.
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a starter installs to run, without its development tools, on the newest Python it is verified with."""

    packages: int
    # Of 10**6 bytes, as the files say, without what Python compiles.
    megabytes: float


@dataclass(frozen=True, slots=True)
class Framework:
    """One folder under templates/: `framework.toml` as data."""

    name: str
    folder: Path
    title: str
    summary: str
    kind: str
    concurrency: str
    interface: str
    template_engine: str
    response: Response
    # None: it is on no index, and the starter's set-up obtains it.
    distribution: str | None
    documentation: str
    source: str
    licence: str
    health: Health
    footprint: Footprint
    verified: Verified
    # Names that a project cannot take: what its environment imports and what its starter has at the top.
    taken: frozenset[str] = frozenset()
    exceptions: tuple[DeclaredException, ...] = ()
    # The warnings of its boots and tests when it was verified.
    warned: tuple[Warned, ...] = ()
    # Items of security that the starter's own tests prove, each with the test, and those that do not hold or do not
    # apply, each with the reason.
    secured: tuple[tuple[str, str], ...] = ()
    unsecured: tuple[tuple[str, str], ...] = ()
    # None: a fresh resolution is expected to pass.
    expected_failure: ExpectedFailure | None = None

    def days_since_proof(self, today: date) -> int:
        """How long ago it was verified; fewer than none on a day before that."""
        return (today - self.verified.date).days


@dataclass(frozen=True, slots=True)
class BrokenFramework:
    """A folder under templates/ that cannot be read: its starter is the one that fails, and not the others."""

    name: str
    # A sentence for the person.
    problem: str
    exceptions: tuple[DeclaredException, ...] = ()
