"""What happened: outcomes of the cells of a matrix."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

# What the context of a report calls the template of others that was proven.
TEMPLATE = "template"


class Status(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    # It failed as its framework.toml declares, with the reason.
    EXCEPTED = "excepted"
    NOT_TRIED = "not tried"
    # Not tried again: all of the cell passed before with the same template, lock, Python and tools.
    PROVEN = "proven before"


class Resolution(StrEnum):
    """Which versions a starter is installed with."""

    # Those that it was last verified with.
    LOCKED = "locked"
    LATEST = "latest"
    # The floors that its pyproject.toml declares, with whatever those need.
    LOWEST = "lowest"
    PRERELEASE = "prerelease"


@dataclass(frozen=True, slots=True)
class Cell:
    """One starter under one choice of each thing that may differ: a field of the matrix that smoke runs through."""

    starter: str
    # "3.12"
    python: str
    resolution: Resolution = Resolution.LOCKED
    # What was chosen for the options of a template that is not ours, by their names.
    options: tuple[tuple[str, str], ...] = ()

    @property
    def chosen(self) -> str:
        """The options as text: "database=sqlite, docs=true"."""
        return ", ".join(f"{name}={value}" for name, value in self.options)

    @property
    def variant(self) -> str:
        """The starter with its options, where it has any: "NAME (database=sqlite, docs=true)"."""
        return f"{self.starter} ({self.chosen})" if self.options else self.starter

    def __str__(self) -> str:
        versions = "" if self.resolution is Resolution.LOCKED else f", {self.resolution} versions"
        return f"{self.variant} on Python {self.python}{versions}"


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
    # Wall time, and when it ended, in seconds after the run began.
    seconds: float = 0.0
    ended_at: float = 0.0
    # User and system time of all processes of the step, where it ran any.
    cpu_seconds: float = 0.0
    # Where the output of the processes is; None once it is deleted.
    log: Path | None = None
    # The end of that output; only of what failed.
    tail: str | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of a run before anything has come of it."""

    cells: tuple[Cell, ...]
    # With a time zone: UTC.
    started: datetime
    context: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What happened to all starters."""

    outcomes: tuple[Outcome, ...]
    seconds: float
    # Facts that hold for the whole run: versions of scaffold, Copier, uv, the interpreters that were taken.
    context: dict[str, str] = field(default_factory=dict)
    # With a time zone: UTC.
    started: datetime | None = None
    # True where the run was ended before it was done.
    partial: bool = False

    @property
    def failed(self) -> tuple[Outcome, ...]:
        return self.with_status(Status.FAILED)

    @property
    def passed(self) -> bool:
        """True where the run came to its end, nothing failed, and something was tried, now or before."""
        return (
            not self.partial
            and not self.failed
            and bool(self.with_status(Status.PASSED) or self.with_status(Status.PROVEN))
        )

    def with_status(self, status: Status) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.status is status)

    def of(self, cell: Cell) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.cell == cell)

    def cells(self) -> Sequence[Cell]:
        """In the order in which they first appear."""
        return tuple(dict.fromkeys(outcome.cell for outcome in self.outcomes))
