"""A report as one HTML page that needs nothing else: no script, no font, no network.

What stands on it is decided here, how it is drawn in `drawing`, how it looks in page.html.jinja and page.css; what
it shares with other pages, and what it lets in, in `sheet`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from jinja2 import Template

from scaffold.model import Cell, Outcome, Report, Status
from scaffold.report.findings import (
    by_cell,
    columns,
    failures_alike,
    headline,
    rows,
    suffix,
    verdict,
    whereabouts,
)
from scaffold.report.history import Past, streak
from scaffold.report.page.drawing import Block, bars, blocks, duration, row, spark, ticks
from scaffold.report.plain import plain_report
from scaffold.report.sheet import OF_A_RUN, environment
from scaffold.report.timeline import phases, repeated, timeline
from scaffold.report.trends import Spark, since

FOLDER = Path(__file__).parent

WORDS = {
    Status.PASSED: "passed",
    Status.FAILED: "failed",
    Status.EXCEPTED: "passed, with a declared exception",
    Status.NOT_TRIED: "not tried",
    Status.PROVEN: "proven before",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A cell, as it stands in the matrix and in the list below it."""

    cell: Cell
    anchor: str
    status: Status
    outcomes: Sequence[Outcome]
    spark: Spark | None
    # Whether it was like another cell, and tried there.
    repeated: bool

    @property
    def seconds(self) -> float:
        return sum(outcome.seconds for outcome in self.outcomes)

    @property
    def passed(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.status is Status.PASSED]

    @property
    def others(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.status is not Status.PASSED]

    @property
    def steps(self) -> dict[str, list[Outcome]]:
        steps: dict[str, list[Outcome]] = {}
        for outcome in self.outcomes:
            if outcome.ended_at:
                steps.setdefault(outcome.step, []).append(outcome)
        return steps


@dataclass(frozen=True, slots=True)
class Trouble:
    """A check that failed, and the cells in which it did so."""

    where: str
    problem: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the timeline."""

    field: Field
    blocks: Sequence[Block]


def as_page(report: Report, runs: Sequence[Past] = ()) -> str:
    """The page; with the runs of a history, also how it was before."""
    report = plain_report(report)
    # What came after this run is not its history.
    runs = [run for run in runs if report.started is None or run.started <= report.started]
    fields = _fields(report, runs)
    total = max(report.seconds, *(outcome.ended_at for outcome in report.outcomes), 0.001)
    took = phases(report)
    troubles = _troubles(report, fields)
    return _template().render(
        report=report,
        headline=headline(report),
        facts=_facts(report),
        heads=columns(report),
        fields=fields,
        rows=rows(report),
        used=[status for status in WORDS if any(field.status is status for field in fields.values())],
        troubles=troubles,
        since={
            starter: _since([field.cell for trouble in several for field in trouble.fields], runs)
            for starter, several in troubles.items()
        },
        phases=took,
        shares=row(took),
        busy=sum(phase.seconds for phase in took),
        lanes=[Lane(fields[cell], blocks(spans, total)) for cell, spans in timeline(report).items()],
        ticks=ticks(total),
        repeated=len(repeated(report)),
        bars=bars(runs),
        runs=runs,
        ordered=sorted(fields.values(), key=lambda field: field.status is not Status.FAILED),
    )


def _fields(report: Report, runs: Sequence[Past]) -> dict[Cell, Field]:
    alike = repeated(report)
    return {
        cell: Field(cell, f"cell-{number}", verdict(outcomes), outcomes, spark(runs, cell), cell in alike)
        for number, (cell, outcomes) in enumerate(by_cell(report).items(), start=1)
    }


def _troubles(report: Report, fields: dict[Cell, Field]) -> dict[str, list[Trouble]]:
    """What failed, by starter, the worst first."""
    troubles: dict[str, list[Trouble]] = {}
    for failure in failures_alike(report):
        trouble = Trouble(
            failure.where, failure.outcome.problem or "it failed", [fields[cell] for cell in failure.cells]
        )
        troubles.setdefault(failure.starter, []).append(trouble)
    return troubles


def _since(cells: Sequence[Cell], runs: Sequence[Past]) -> str | None:
    """For how many runs the longest failing of the cells has failed; None where no earlier run tells."""
    longest = max((streak(runs, cell) for cell in cells), key=len)
    known = max(sum(cell in run.cells for run in runs) for cell in cells)
    return since([run.started.date() for run in longest], known, what="failing ")


def _facts(report: Report) -> list[tuple[str, str]]:
    began = [("began", f"{report.started:%Y-%m-%d %H:%M} UTC")] if report.started else []
    return [
        *began,
        ("took", duration(report.seconds)),
        *((name, value.removeprefix(f"{name} ")) for name, value in report.context.items()),
    ]


@cache
def _template() -> Template:
    templates = environment(FOLDER, "page.css", shared=OF_A_RUN)
    templates.globals |= {
        "replace": replace,
        "words": WORDS,
        "duration": duration,
        "suffix": suffix,
        "whereabouts": whereabouts,
    }
    return templates.get_template("page.html.jinja")
