"""What rules may speak of: traits, health and facts of a framework, each by one name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from scaffold.described import TRAITS, described
from scaffold.errors import ScaffoldError
from scaffold.model import Framework, Measurements, Proof, Response, Upkeep

Value = str | float | tuple[str, ...]

YES_OR_NO = ("yes", "no")
# These are known of every framework: what each may be, or empty where that is any text, and for numbers and lists.
KNOWN_OF_ALL: Mapping[str, tuple[str, ...]] = {
    "kind": ("full-stack", "micro", "asynchronous", "api"),
    "response": tuple(response.value for response in Response),
    "concurrency": TRAITS["concurrency"],
    "interface": TRAITS["interface"],
    "template engine": (),
    "licence": (),
    "health": tuple(upkeep.value for upkeep in Upkeep),
    "successor": YES_OR_NO,
}
# What was measured, by the name of its figure: as many times as much as the median of all, for a number of this machine
# would say nothing on another.
MEASURED: Mapping[str, str] = {
    "throughput": "throughput minimal",
    "memory": "memory idle",
    "start": "first answer",
}
NUMBERS = ("packages", "megabytes", "exceptions", *MEASURED)
LISTS = ("pythons",)
# And these of those that are described for comparisons.
DESCRIBED: Mapping[str, tuple[str, ...]] = {name: TRAITS[name] for name in TRAITS if name not in KNOWN_OF_ALL}
TEXTS: Mapping[str, tuple[str, ...]] = {**KNOWN_OF_ALL, **DESCRIBED}
NAMES = (*KNOWN_OF_ALL, *NUMBERS, *LISTS, *DESCRIBED)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of a framework, with where it can be seen."""

    value: Value
    by: str | None = None
    link: str | None = None

    @property
    def words(self) -> str:
        return ", ".join(self.value) if isinstance(self.value, tuple) else f"{self.value}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A framework with its facts by name; what is not known is not there."""

    name: str
    title: str
    summary: str
    facts: Mapping[str, Fact]
    # None, or why its traits are not known.
    undescribed: str | None = None


def candidates(frameworks: Sequence[Framework], measurements: Measurements | None = None) -> tuple[Candidate, ...]:
    """The frameworks with all that is known of each: also what was measured, and without what was refuted."""
    middles = _middles(measurements) if measurements else {}
    return tuple(_candidate(framework, measurements, middles) for framework in frameworks)


def _candidate(framework: Framework, measurements: Measurements | None, middles: Mapping[str, float]) -> Candidate:
    known = {name: Fact(value) for name, value in _of_all(framework).items()}
    known |= _measured(framework, measurements, middles) if measurements else {}
    try:
        traits = described(framework).traits
    except ScaffoldError as error:
        return Candidate(framework.name, framework.title, framework.summary, known, str(error))
    found = measurements.traits if measurements else ()
    refuted = {each.trait for each in found if each.framework == framework.name and each.proof is Proof.REFUTED}
    known |= {name: Fact(trait.value, trait.by, trait.link) for name, trait in traits.items() if name not in refuted}
    return Candidate(framework.name, framework.title, framework.summary, known)


def _middles(measurements: Measurements) -> dict[str, float]:
    """The median of all frameworks, of each figure that was measured."""
    taken = {name: [each.median for each in measurements.figures if each.name == name] for name in MEASURED.values()}
    return {name: median(values) for name, values in taken.items() if values}


def _measured(framework: Framework, measurements: Measurements, middles: Mapping[str, float]) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for name, figure in MEASURED.items():
        own = measurements.figure(framework.name, figure)
        if own and (middle := middles[figure]):
            found[name] = Fact(round(own.median / middle, 1))
    return found


def _of_all(framework: Framework) -> dict[str, Value]:
    return {
        "kind": framework.kind,
        "response": framework.response.value,
        "concurrency": framework.concurrency,
        "interface": framework.interface,
        "template engine": framework.template_engine,
        "licence": framework.licence,
        "health": framework.health.status.value,
        "successor": YES_OR_NO[0] if framework.health.instead else YES_OR_NO[1],
        "packages": framework.footprint.packages,
        "megabytes": framework.footprint.megabytes,
        "exceptions": len(framework.exceptions),
        "pythons": framework.verified.pythons,
    }
