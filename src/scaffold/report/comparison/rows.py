"""What is compared, as rows of short texts: facts, then traits, for a table of any form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scaffold.comparing import Comparison, Side
from scaffold.described import TRAITS
from scaffold.model import Figure, Framework, Measurements, Proof, ProvenTrait

MISSING = "-"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one framework has in a row."""

    text: str
    # Where it is said, of a trait.
    link: str | None = None
    # None: it is no trait.
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    # One for each side.
    cells: tuple[Cell, ...]


def facts(comparison: Comparison) -> list[Row]:
    """What is known of each framework, and what was measured of its starter."""
    frameworks = [side.framework for side in comparison.sides]
    said = {
        "version": [f"{each.verified.version}, proven {each.verified.date}" for each in frameworks],
        "kind": [each.kind for each in frameworks],
        "answers with": [each.response.upper() for each in frameworks],
        "health": [_health(each) for each in frameworks],
    }
    return [Row(label, tuple(map(Cell, texts))) for label, texts in said.items()] + _figures(comparison)


def traits(comparison: Comparison) -> list[Row]:
    """What each framework says of itself, and how that is known."""
    found = proofs(comparison)
    return [Row(name, tuple(_trait(side, name, found) for side in comparison.sides)) for name in TRAITS]


def proofs(comparison: Comparison) -> Mapping[tuple[str, str], ProvenTrait]:
    """What probes found, by framework and trait."""
    measurements = comparison.measurements
    return {(each.framework, each.trait): each for each in measurements.traits} if measurements else {}


def listed(titles: Sequence[str]) -> str:
    """The titles as a sentence has them: "one, two and three"."""
    *first, last = titles
    return f"{', '.join(first)} and {last}" if first else last


def number(value: float) -> str:
    """With three digits, more where it is large: what is behind them is noise."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def spread(figure: Figure) -> str:
    """The median, and in brackets what another run is expected to have: "412 (398-431)"."""
    low, high = map(number, figure.spread)
    return number(figure.median) + (f" ({low}-{high})" if low != high else "")


def _health(framework: Framework) -> str:
    health = framework.health
    text = f"{health.status}, released {health.released:%Y-%m}"
    return f"{text}; take {' or '.join(health.instead)}" if health.instead else text


def _figures(comparison: Comparison) -> list[Row]:
    """A row for each figure that one of the frameworks has; of two of them `framework.toml` knows the value as well."""
    measurements = comparison.measurements
    names = {side.framework.name for side in comparison.sides}
    units = {"packages": "packages", "disk": "MB"}
    if measurements:
        units |= {each.name: each.unit for each in measurements.figures if each.framework in names}
        for missing in measurements.not_measured:
            if missing.framework in names:
                units.setdefault(missing.name, "")
    return [
        Row(
            name if unit in ("", name) else f"{name} ({unit})",
            tuple(Cell(_measured(side, name, measurements)) for side in comparison.sides),
        )
        for name, unit in units.items()
    ]


def _measured(side: Side, name: str, measurements: Measurements | None) -> str:
    framework = side.framework
    if measurements and (figure := measurements.figure(framework.name, name)):
        return spread(figure)
    footprint = framework.footprint
    known: dict[str, float] = {"packages": footprint.packages, "disk": footprint.megabytes}
    return number(known[name]) if name in known else MISSING


def _trait(side: Side, name: str, found: Mapping[tuple[str, str], ProvenTrait]) -> Cell:
    trait = side.description.traits[name]
    proven = found.get((side.framework.name, name))
    proof = proven.proof if proven else Proof.DOCUMENTED
    text = f"{trait.value}: {trait.by}" if trait.by else trait.value
    return Cell(text if proof is Proof.DOCUMENTED else f"{text}, {proof}", trait.link, proof)
