"""What each framework is, trait by trait, and how that is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scaffold.comparing import Side
from scaffold.described import TRAITS
from scaffold.model import Measurements, Proof

# A column with more values than this is not filtered by one of them, but by words.
MOST_CHOICES = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """One trait of one framework."""

    value: str
    by: str
    link: str
    proof: Proof
    # What a probe did and saw.
    detail: str


Marks = Mapping[str, Mapping[str, Mark]]


def marks(sides: Sequence[Side], measurements: Measurements | None) -> Marks:
    """By trait, then by framework; traits that only a probe knows come last."""
    probed = {(each.framework, each.trait): each for each in (measurements.traits if measurements else ())}
    names = [*TRAITS, *dict.fromkeys(trait for _, trait in probed if trait not in TRAITS)]
    result: dict[str, dict[str, Mark]] = {name: {} for name in names}
    for side in sides:
        framework = side.description.framework.name
        for name in names:
            trait = side.description.traits.get(name)
            found = probed.get((framework, name))
            if trait or found:
                result[name][framework] = Mark(
                    value=trait.value if trait else "",
                    by=(trait and trait.by) or "",
                    # Whatever else stands there would not be a page to read, and might be a script.
                    link=trait.link if trait and trait.link.startswith(("https://", "http://")) else "",
                    proof=found.proof if found else Proof.DOCUMENTED,
                    detail=found.detail if found else "",
                )
    return {name: of for name, of in result.items() if of}


def choices(every: Marks) -> dict[str, list[str]]:
    """What one can filter by: the values of each trait that has few, in the order of the description."""
    found: dict[str, list[str]] = {}
    for name, of in every.items():
        there = {mark.value for mark in of.values()} - {""}
        known = [value for value in TRAITS.get(name, ()) if value in there]
        values = known or sorted(there)
        if 1 < len(values) <= MOST_CHOICES:
            found[name] = values
    return found
