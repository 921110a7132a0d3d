"""What rules may speak of: traits, health and facts of a framework, each by one name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scaffold.described import TRAITS, described
from scaffold.errors import ScaffoldError
from scaffold.model import Framework, Response, Upkeep

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
NUMBERS = ("packages", "megabytes", "exceptions")
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


def candidates(frameworks: Sequence[Framework]) -> tuple[Candidate, ...]:
    """The frameworks with all that is known of each."""
    return tuple(map(_candidate, frameworks))


def _candidate(framework: Framework) -> Candidate:
    known = {name: Fact(value) for name, value in _of_all(framework).items()}
    try:
        traits = described(framework).traits
    except ScaffoldError as error:
        return Candidate(framework.name, framework.title, framework.summary, known, str(error))
    known |= {name: Fact(trait.value, trait.by, trait.link) for name, trait in traits.items()}
    return Candidate(framework.name, framework.title, framework.summary, known)


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
