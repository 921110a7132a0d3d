"""The words of the program as data: what a framework is, what a starter says of itself, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path


class Response(StrEnum):
    """What the pages of a starter are made of."""

    HTML = "html"
    JSON = "json"


class Mode(StrEnum):
    """Which of a starter's two servers."""

    DEV = "dev"
    SERVE = "serve"


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


@dataclass(frozen=True, slots=True)
class Project:
    """A project's name in its three forms: as typed, as Python imports it, as an index lists it."""

    name: str
    package: str
    distribution: str


@dataclass(frozen=True, slots=True)
class RunTable:
    """`[tool.scaffold]` of a project: how it says that it runs.

    In `dev` and `serve` the words "{host}" and "{port}" stand where the address goes.
    """

    framework: str
    version: str
    response: Response
    dev: tuple[str, ...]
    serve: tuple[str, ...]
    setup: tuple[tuple[str, ...], ...] = ()
    documentation: str | None = None
    # The URL path of a file that is sent as it is.
    static: str | None = None
    # The variable without which the production command refuses to start.
    secret: str | None = None

    def command(self, mode: Mode) -> tuple[str, ...]:
        return self.dev if mode is Mode.DEV else self.serve


@dataclass(frozen=True, slots=True)
class Starter:
    """A project on the disk that has a RunTable."""

    path: Path
    table: RunTable


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment with a starter installed in it."""

    path: Path
    # "3.12"
    python: str
    # What it was made from; None where it was there already.
    interpreter: Path | None = None

    @property
    def bin(self) -> Path:
        return self.path / "bin"


class Status(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    # It failed as its framework.toml declares, with the reason.
    EXCEPTED = "excepted"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Cell:
    """One starter under one choice of each thing that may differ: a field of the matrix that smoke runs through."""

    starter: str
    # "3.12"
    python: str

    def __str__(self) -> str:
        return f"{self.starter} on Python {self.python}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened at one check of one step of one cell."""

    cell: Cell
    # render, install, setup, dev, serve, tests, ruff, format
    step: str
    check: str
    status: Status
    # What was wrong, or the reason why it is excepted or was not tried.
    problem: str | None = None
    # What was seen where nothing was wrong, for example how a server ended.
    detail: str | None = None
    # Wall time.
    seconds: float = 0.0
    # User and system time of all processes of the step, where it ran any.
    cpu_seconds: float = 0.0
    # Where the output of the processes is; None once it is deleted.
    log: Path | None = None
    # The end of that output; only of what failed.
    tail: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What happened to all starters."""

    outcomes: tuple[Outcome, ...]
    seconds: float
    # Facts that hold for the whole run: versions of scaffold, Copier, uv, the interpreters that were taken.
    context: dict[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> tuple[Outcome, ...]:
        return self.with_status(Status.FAILED)

    @property
    def passed(self) -> bool:
        """True where nothing failed and something was tried."""
        return not self.failed and bool(self.with_status(Status.PASSED))

    def with_status(self, status: Status) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.status is status)

    def of(self, cell: Cell) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.cell == cell)

    def cells(self) -> Sequence[Cell]:
        """In the order in which they first appear."""
        return tuple(dict.fromkeys(outcome.cell for outcome in self.outcomes))
