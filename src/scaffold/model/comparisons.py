"""What frameworks are compared by: the roles of files, traits, figures that were measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from statistics import median

from scaffold.model.frameworks import Framework


class Role(StrEnum):
    """What a file of a starter is there for; in the order in which one reads them."""

    APPLICATION = "application"
    ROUTES = "routes"
    TEMPLATE = "template"
    SETTINGS = "settings"
    TEST = "test"
    RUN = "run"


class Proof(StrEnum):
    """How a trait is known."""

    PROVEN = "proven"
    # A probe ran, and found something else than what is declared.
    REFUTED = "refuted"
    DOCUMENTED = "documented"


@dataclass(frozen=True, slots=True)
class Trait:
    """What a framework says of itself, with where it says so."""

    name: str
    # One of the values of `described.TRAITS[name]`; any text where there are none.
    value: str
    link: str
    # What does it, where it is an add-on or has a name of its own: the name of a package.
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What one of the two articles says of a framework, and what holds today."""

    # "pip freeze", "async", "template engine", and so on.
    about: str
    said: str
    # None: it still holds.
    today: str | None = None
    # Where it can be seen what holds today.
    link: str | None = None


@dataclass(frozen=True, slots=True)
class DatedFreeze:
    """What the installation of a framework alone brought on a day."""

    on: date
    # The Python it was for: "3.6".
    python: str
    # "name==version"; empty where the framework was not there yet.
    packages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """Something that a starter does for each request, and its framework's minimal application does not."""

    what: str
    # Of the processor time that all of this takes, each taken out after those before it. Above 0, 1 at most.
    share: float


@dataclass(frozen=True, slots=True)
class Program:
    """A small application beside a starter, in a folder of its own, run in the environment of the starter."""

    folder: Path
    # With {host}, {port} and, where the server has them, {workers}.
    serve: tuple[str, ...]
    link: str
    # What it needs beside what the starter has, as lines of a requirements file.
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """What `framework.toml` says for comparisons."""

    framework: Framework
    # Paths below the rendered project; `{package}` stands for the name of its package. Roles without a file are absent.
    roles: Mapping[Role, tuple[str, ...]]
    traits: Mapping[str, Trait]
    # The application of the framework's own documentation that is nearest to one page, on the starter's server.
    minimal: Program
    # One that answers what a probe asks: /slow, and /echo where the framework has WebSockets.
    probe: Program
    # The WSGI or ASGI application as "module:object" or "module:factory()"; None where a server of its own is all.
    application: str | None
    # The variables with which production has exactly one worker; empty where it has one anyway.
    one_worker: Mapping[str, str]
    # How many workers production has as the starter configures it.
    workers: int
    claims: tuple[Claim, ...] = ()
    # The dearest first; empty where the starter is as quick as the minimal application.
    costs: tuple[Cost, ...] = ()
    # The oldest first; none of a framework that no index has.
    freezes: tuple[DatedFreeze, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One fact that was measured, several times."""

    framework: str
    name: str
    unit: str
    values: tuple[float, ...]
    # What repeats it.
    command: str
    # The lowest and the highest median that another run is expected to have; None: nobody said.
    expected: tuple[float, float] | None = None

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def low(self) -> float:
        return min(self.values)

    @property
    def high(self) -> float:
        return max(self.values)

    @property
    def spread(self) -> tuple[float, float]:
        """What is shown beside the median: what another run is expected to have, or else what was seen."""
        return self.expected or (self.low, self.high)


@dataclass(frozen=True, slots=True)
class NotMeasured:
    framework: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProvenTrait:
    """What a probe found."""

    framework: str
    trait: str
    proof: Proof
    # What was done and seen, in a sentence.
    detail: str


@dataclass(frozen=True, slots=True)
class Measurements:
    """A run of `scaffold measure`, or several as one."""

    started: datetime
    # Processors, memory, system, load: by name, as they are shown.
    machine: Mapping[str, str]
    # Of scaffold, uv, Python and the load generator.
    versions: Mapping[str, str]
    figures: tuple[Figure, ...] = ()
    not_measured: tuple[NotMeasured, ...] = ()
    # By framework: a line of a requirements file for each of all that is installed to run the starter.
    freezes: Mapping[str, tuple[str, ...]] | None = None
    traits: tuple[ProvenTrait, ...] = ()
    # What a person types for the same again.
    command: str = ""

    def kept(self, framework: str) -> float | None:
        """What a starter has of the throughput of its framework's minimal application, with one worker each.

        The median of the pairs that were measured in turn: a machine that is busy for a while slows both.
        """
        own, minimal = self.figure(framework, "throughput"), self.figure(framework, "throughput minimal")
        return median(pairs) if own and minimal and (pairs := ratios(own, minimal)) else None

    def figure(self, framework: str, name: str) -> Figure | None:
        return next((each for each in self.figures if (each.framework, each.name) == (framework, name)), None)


def ratios(own: Figure, minimal: Figure) -> list[float]:
    """One for each pair that was measured in turn."""
    return [ours / theirs for ours, theirs in zip(own.values, minimal.values, strict=False) if theirs]
