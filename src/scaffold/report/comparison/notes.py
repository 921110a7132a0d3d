"""What stands under the tables: when and with what was measured, what was not, and what no longer holds."""

import shlex
from collections.abc import Iterator, Mapping, Sequence

from scaffold.comparing import Comparison, Side, measured_release
from scaffold.model import Figure, Framework, Measurements, Proof
from scaffold.report.comparison.rows import listed, proofs


def notes(comparison: Comparison) -> list[str]:
    """Sentences about the facts and traits, the most important first."""
    frameworks = {side.framework.name: side.framework for side in comparison.sides}
    measurements = comparison.measurements
    measured = {each.framework for each in measurements.figures} if measurements else set()
    missing = [name for name in frameworks if name not in measured]
    lines: list[str] = []
    if measurements and len(missing) < len(frameworks):
        lines += _taken(measurements, frameworks)
    if missing:
        lines.append(_how_to_measure(missing, [frameworks[name].title for name in missing]))
    if measurements:
        lines += _costs(comparison.sides, measurements)
        lines += _not_measured(measurements, frameworks)
    found = [each for each in proofs(comparison).values() if each.framework in frameworks]
    lines += [
        f"{frameworks[each.framework].title}, {each.trait} is refuted: {each.detail}"
        for each in found
        if each.proof is Proof.REFUTED
    ]
    lines.append(
        "A trait that is called proven was seen by a probe; the others are documented."
        if any(each.proof is Proof.PROVEN for each in found)
        else "The traits are documented, and not proven."
    )
    return lines


def no_longer(comparison: Comparison) -> list[str]:
    """What articles of other years said, and what holds today."""
    return [
        f"{side.framework.title}, {claim.about}: {_sentence(claim.said)} Today: {_sentence(claim.today)}"
        for side in comparison.sides
        for claim in side.description.claims
        if claim.today
    ]


def _taken(measurements: Measurements, frameworks: Mapping[str, Framework]) -> Iterator[str]:
    machine = ", ".join(f"{name} {value}" for name, value in measurements.machine.items())
    versions = ", ".join(f"{name} {value.removeprefix(f'{name} ')}" for name, value in measurements.versions.items())
    yield f"Measured on {measurements.started:%Y-%m-%d}: {'; '.join(part for part in (machine, versions) if part)}."
    yield "Each figure is a median, in brackets between which another run's median is expected in 19 of 20 runs."
    yield f"To measure one again: {_again([each for each in measurements.figures if each.framework in frameworks])}"
    for framework in frameworks.values():
        release = measured_release(framework, measurements)
        if release not in (None, framework.verified.version):
            yield f"{framework.title} was measured with {release}; its starter has {framework.verified.version} now."


def _again(figures: Sequence[Figure]) -> str:
    """What repeats them; where that is not the same for all, with the figures that each is for."""
    patterns: dict[str, list[str]] = {}
    for figure in figures:
        patterns.setdefault(_pattern(figure), []).append(figure.name)
    if len(patterns) == 1:
        return next(iter(patterns))
    return "; ".join(f"{pattern} ({', '.join(dict.fromkeys(names))})" for pattern, names in patterns.items())


def _pattern(figure: Figure) -> str:
    """The command that repeats it, with a word in the place of each name: as many as there are figures say the same."""
    names = {figure.framework: "FRAMEWORK", figure.name: "FIGURE"}
    try:
        return shlex.join(names.get(word, word) for word in shlex.split(figure.command))
    except ValueError:
        # Nobody's shell would take it, but it is what the file says.
        return figure.command


def _costs(sides: Sequence[Side], measurements: Measurements) -> Iterator[str]:
    """What each starter does that its framework's minimal application does not."""
    for side in sides:
        kept = measurements.kept(side.framework.name)
        if kept is not None and side.description.costs:
            reasons = ", ".join(f"{cost.what} ({cost.share:.0%})" for cost in side.description.costs)
            yield (
                f"{side.framework.title}: the starter answers {kept:.2f} times as many requests as the minimal "
                f"application. What it does besides, with its share of that: {reasons}."
            )


def _not_measured(measurements: Measurements, frameworks: Mapping[str, Framework]) -> Iterator[str]:
    """A line for each reason: one that concerns many figures is said once."""
    missing: dict[str, dict[str, list[str]]] = {}
    for each in measurements.not_measured:
        if each.framework in frameworks:
            missing.setdefault(each.reason, {}).setdefault(frameworks[each.framework].title, []).append(each.name)
    for reason, names in missing.items():
        what = "; ".join(f"{title}, {', '.join(figures)}" for title, figures in names.items())
        yield f"Not measured ({what}): {reason}"


def _how_to_measure(names: list[str], titles: list[str]) -> str:
    verb = "was" if len(titles) == 1 else "were"
    return (
        f"{listed(titles)} {verb} not measured (packages and size are those of the verified lock): "
        f"'scaffold measure {' '.join(names)} --jsonl FILE' does it, and --measurements FILE shows it."
    )


def _sentence(text: str | None) -> str:
    text = (text or "").strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
