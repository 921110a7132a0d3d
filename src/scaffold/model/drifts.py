"""What changes in a starter when its dependencies are resolved afresh, and who is to blame."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from scaffold.model.reports import Cell, Outcome

# What differs from one occurrence of a warning to the next, and says nothing.
_VARIABLE = re.compile(
    r"""
    0x[0-9a-f]+                                              # an address of memory
    | (?<=\bfd=)\d+ | (?<=\bpid=)\d+ | (?<=process\ )\d+     # a descriptor, a process
    | (?<=\bTask-)\d+                                        # asyncio numbers its tasks
    | \b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b         # a UUID
    | \b(?=[a-f]*\d)[0-9a-f]{16,}\b                          # a session, a digest
    | \('[\d.:a-f]+',\ \d+[^)]*\)                            # the address of a socket
    | /\S*/                                                  # folders
    """,
    re.IGNORECASE | re.VERBOSE,
)


class Verdict(StrEnum):
    """What a fresh resolution does to a starter."""

    # It gives what is locked.
    NO_DRIFT = "no drift"
    PASSES = "passes"
    # It passes, and something warns that did not warn before.
    WARNS = "warns"
    FAILS = "fails"
    # It fails, as its framework.toml declares, with a reason and until a day.
    EXPECTED = "fails as expected"
    # framework.toml declares that it fails, and it does not.
    UNEXPECTED_PASS = "passes unexpectedly"  # noqa: S105  (no password)
    # The verified versions fail as well: the template or this machine changed, not the world.
    CONTROL_FAILS = "control fails"
    NOT_TRIED = "not tried"

    @property
    def is_bad(self) -> bool:
        """Whether a person has to look at it."""
        return self in (Verdict.FAILS, Verdict.UNEXPECTED_PASS, Verdict.CONTROL_FAILS)


@dataclass(frozen=True, slots=True)
class Change:
    """A distribution that a fresh resolution gives in another version; None where it is new, or gone."""

    package: str
    old: str | None
    new: str | None
    # Of the new version, where the lock says so.
    released: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class Warned:
    """A warning that a boot or a test gave, once for all its occurrences."""

    # That raises it, "python" for Python itself; None: the starter's own files.
    distribution: str | None
    category: str
    text: str
    # The others whose files it points at: who does what it warns of. It is the same warning whoever does it.
    points_at: tuple[str | None, ...] = field(default=(), compare=False)

    @property
    def constant_text(self) -> str:
        """What is the same in all occurrences: without paths, addresses and numbers of processes."""
        return " ".join(_VARIABLE.sub("...", self.text).split())

    @property
    def fingerprint(self) -> str:
        """The same for all occurrences."""
        return f"{self.distribution or ''}|{self.category}|{self.constant_text}"


@dataclass(frozen=True, slots=True)
class Release:
    """One version of one distribution."""

    package: str
    version: str
    released: date | None = None


@dataclass(frozen=True, slots=True)
class Culprit:
    """The release that made a starter fail: the first bad one, and the last good one before it."""

    first_bad: Release
    last_good: Release | None
    # What would keep it out: "setuptools<82.0.0".
    constraint: str


@dataclass(frozen=True, slots=True)
class Drift:
    """What a fresh resolution gives in one cell, beside what the verified versions give."""

    cell: Cell
    verdict: Verdict
    changes: tuple[Change, ...] = ()
    warned: tuple[Warned, ...] = ()
    # Of the control where that fails, of the fresh resolution otherwise.
    failures: tuple[Outcome, ...] = ()
    # The smallest set of releases that breaks it; more than one where none does it alone.
    culprits: tuple[Culprit, ...] = ()
    # How many resolutions were tried to find them.
    tries: int = 0
    # Why it is as it is, in words: the reason of an expected failure, or why nothing was tried.
    reason: str | None = None
    # The days since the verified versions were last proven; None where the run was ended before it came to that.
    days_since_proof: int | None = None
    # Wall time, of all that was tried.
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class ExpectedFailure:
    """A drift that is known to fail, declared in framework.toml."""

    reason: str
    until: date


@dataclass(frozen=True, slots=True)
class DriftReport:
    """What was found in all cells."""

    drifts: tuple[Drift, ...]
    # The day that stands for today.
    today: date
    seconds: float
    # The frameworks whose new versions were written into their templates.
    accepted: tuple[str, ...] = ()
    # Facts that hold for the whole run, as those of a Report.
    context: dict[str, str] = field(default_factory=dict)
    # With a time zone: UTC.
    started: datetime | None = None
    # True where the run was ended before it was done.
    partial: bool = False

    @property
    def failed(self) -> bool:
        """Whether something has to be done by a person; also where nothing at all could be tried, or not all was."""
        verdicts = [drift.verdict for drift in self.drifts]
        nothing = all(verdict is Verdict.NOT_TRIED for verdict in verdicts)
        return self.partial or nothing or any(verdict.is_bad for verdict in verdicts)

    @property
    def drifted(self) -> bool:
        """Whether a fresh resolution gives other versions than the verified ones."""
        return any(drift.verdict not in (Verdict.NO_DRIFT, Verdict.NOT_TRIED) for drift in self.drifts)
