"""A comparison as one HTML page that needs no network: two to four frameworks side by side, picked among all.

What stands on it is decided here, in `plots`, `notes` and `marks`; how code is coloured in `highlighting`; how it looks
in page.html.jinja and page.css, and what it does in page.js; what it shares with other pages, and what it lets in, in
`sheet`. Without its script the page shows those that were picked when it was made.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Template

from scaffold.comparing import Comparison, Side, measured_release
from scaffold.model import Measurements, Role
from scaffold.report.comparison_page.highlighting import highlighted
from scaffold.report.comparison_page.marks import choices, marks
from scaffold.report.comparison_page.notes import Note, notes
from scaffold.report.comparison_page.plots import MAIN, MORE, Plot, others, plots
from scaffold.report.plain import plain_report
from scaffold.report.sheet import environment

FOLDER = Path(__file__).parent
FEWEST, MOST = 2, 4
# So many are picked where nobody said which.
USUALLY = 3


def as_page(comparison: Comparison, picked: Sequence[str] = ()) -> str:
    """The page; `picked` are the names of the frameworks that it begins with."""
    comparison = plain_report(comparison)
    sides, measurements = comparison.sides, comparison.measurements
    names = [side.description.framework.name for side in sides]
    begins_with = [name for name in picked if name in names][:MOST] or names[:USUALLY]
    if len(begins_with) == 1:
        begins_with += [name for name in names if name not in begins_with][: FEWEST - 1]
    below = notes(sides, measurements) if measurements else []
    every = marks(sides, measurements)
    return _template().render(
        sides=_in_order(sides, begins_with),
        sorted_sides=sides,
        picked=begins_with,
        measurements=measurements,
        main=_plots(sides, measurements, below, main=True),
        more=_plots(sides, measurements, below, main=False),
        notes=below,
        versions={
            name: measured_release(side.framework, measurements) for name, side in zip(names, sides, strict=True)
        },
        marks=every,
        choices=choices(every),
        roles=[role for role in Role if any(role in side.code for side in sides)],
        commands=list(dict.fromkeys(name for side in sides for name in side.commands)),
        costs=measurements is not None and any(side.description.costs for side in sides),
        claims=any(side.description.claims for side in sides),
        facts=_facts(measurements),
        tools=_versions(measurements) if measurements else {},
    )


def _in_order(sides: Sequence[Side], picked: Sequence[str]) -> list[Side]:
    """The picked ones first, as they were picked; the others as they come."""
    places = {name: place for place, name in enumerate(picked)}
    return sorted(sides, key=lambda side: places.get(side.description.framework.name, len(places)))


def _plots(
    sides: Sequence[Side], measurements: Measurements | None, below: Sequence[Note], *, main: bool
) -> list[Plot]:
    if measurements is None:
        return []
    numbers = {(note.side.description.framework.name, note.command): note.number for note in below}
    kinds = MAIN if main else (*MORE, *others(measurements))
    return plots(kinds, sides, measurements, numbers)


def _facts(measurements: Measurements | None) -> list[tuple[str, str]]:
    if measurements is None:
        return []
    began = ("measured", f"{measurements.started:%Y-%m-%d %H:%M} {measurements.started.tzname() or ''}".strip())
    return [began, *measurements.machine.items(), *_versions(measurements).items()]


def _versions(measurements: Measurements) -> dict[str, str]:
    return {name: value.removeprefix(f"{name} ") for name, value in measurements.versions.items()}


@cache
def _template() -> Template:
    templates = environment(FOLDER, "page.css", "page.js")
    templates.filters["highlighted"] = highlighted
    templates.globals |= {"fewest": FEWEST, "most": MOST}
    return templates.get_template("page.html.jinja")
