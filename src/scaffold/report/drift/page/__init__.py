"""A drift as one HTML page that needs nothing else: no script, no font, no network.

What stands on it is decided here, where it stands in `drawing`, how it looks in page.html.jinja and page.css; what it
shares with other pages, and what it lets in, in `sheet`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Template

from scaffold.ages import ago
from scaffold.model import Cell, Change, Drift, DriftReport, Verdict, Warned
from scaffold.report.drift import words
from scaffold.report.drift.findings import Finding, findings, headline
from scaffold.report.drift.history import Past, streak
from scaffold.report.drift.page.drawing import bars, calendar, spark
from scaffold.report.findings import version_key, whereabouts
from scaffold.report.page.drawing import duration
from scaffold.report.plain import plain_report
from scaffold.report.sheet import OF_A_RUN, environment
from scaffold.report.trends import Spark, since
from scaffold.warned import announced_day, lead_time

FOLDER = Path(__file__).parent
# How each looks: the names of what a run of smoke may come to.
LOOKS = {
    Verdict.NO_DRIFT: "proven",
    Verdict.PASSES: "passed",
    Verdict.WARNS: "excepted",
    Verdict.FAILS: "failed",
    Verdict.EXPECTED: "excepted",
    Verdict.UNEXPECTED_PASS: "failed",
    Verdict.CONTROL_FAILS: "failed",
    Verdict.NOT_TRIED: "not_tried",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A cell, as it stands in the matrix."""

    verdict: Verdict
    # Of its finding; None where nothing drifted.
    anchor: str | None
    spark: Spark | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is told of a finding: alike cells of one starter."""

    anchor: str
    finding: Finding
    # For how many runs it has been so; None where no earlier run tells.
    since: str | None

    @property
    def drift(self) -> Drift:
        return self.finding.drift


@dataclass(frozen=True, slots=True)
class Announced:
    """A new warning that says when what it warns of will happen, and the starters that give it."""

    when: str
    warned: Warned
    starters: Sequence[str]


@dataclass(frozen=True, slots=True)
class Moved:
    """A version that a fresh resolution gives in the place of others, and the starters that it gives it to."""

    change: Change
    old: Sequence[str]
    starters: Sequence[str]
    blamed: bool


def as_page(report: DriftReport, runs: Sequence[Past] = ()) -> str:
    """The page; with the runs of a history, also how it was before."""
    report = plain_report(report)
    # What came after this run is not its history.
    runs = [run for run in runs if report.started is None or run.started <= report.started]
    entries = [
        Entry(f"finding-{number}", finding, _since(finding.cells, runs))
        for number, finding in enumerate(findings(report), start=1)
    ]
    moved = _moved(report)
    return _template().render(
        report=report,
        headline=headline(report),
        facts=_facts(report),
        pythons=sorted({drift.cell.python for drift in report.drifts}, key=version_key),
        fields=_fields(report, entries, runs),
        proofs=_proofs(report),
        used=[verdict for verdict in Verdict if any(drift.verdict is verdict for drift in report.drifts)],
        bad=[entry for entry in entries if entry.drift.verdict.is_bad],
        others=[entry for entry in entries if not entry.drift.verdict.is_bad],
        announced=_announced(report),
        moved=moved,
        calendar=calendar([(each.change, each.starters, each.blamed) for each in moved], report.today),
        bars=bars(runs),
    )


def _fields(report: DriftReport, entries: Iterable[Entry], runs: Sequence[Past]) -> Mapping[str, Mapping[str, Field]]:
    """The fields of each starter by their Pythons."""
    anchors = {cell: entry.anchor for entry in entries for cell in entry.finding.cells}
    fields: dict[str, dict[str, Field]] = {}
    for drift in report.drifts:
        field = Field(drift.verdict, anchors.get(drift.cell), spark(runs, drift.cell))
        fields.setdefault(drift.cell.starter, {})[drift.cell.python] = field
    return fields


def _proofs(report: DriftReport) -> Mapping[str, str]:
    """When the versions of each starter were last proven, where that is known."""
    days = {drift.cell.starter: drift.days_since_proof for drift in report.drifts}
    return {starter: ago(number) for starter, number in days.items() if number is not None}


def _announced(report: DriftReport) -> list[Announced]:
    """The next day first, then what names a version and no day."""
    starters: dict[Warned, list[str]] = {}
    for drift in report.drifts:
        for warned in drift.warned:
            starters.setdefault(warned, []).append(drift.cell.starter)
    found = [
        Announced(when, warned, list(dict.fromkeys(names)))
        for warned, names in starters.items()
        if (when := lead_time(warned.text, report.today))
    ]
    return sorted(found, key=lambda each: (str(announced_day(each.warned.text) or "later"), each.when))


def _moved(report: DriftReport) -> list[Moved]:
    """The newest first, what is blamed before all; what has no day at the end."""
    blamed = {culprit.first_bad.package for drift in report.drifts for culprit in drift.culprits}
    old: dict[tuple[str, str | None], tuple[Change, list[str], list[str]]] = {}
    for drift in report.drifts:
        for change in drift.changes:
            _, versions, starters = old.setdefault((change.package, change.new), (change, [], []))
            versions.append(change.old or "")
            starters.append(drift.cell.starter)
    moved = [
        Moved(change, sorted(set(versions), key=version_key), list(dict.fromkeys(starters)), change.package in blamed)
        for change, versions, starters in old.values()
    ]
    return sorted(moved, key=lambda each: (each.blamed, str(each.change.released or "")), reverse=True)


def _since(cells: Sequence[Cell], runs: Sequence[Past]) -> str | None:
    """For how many runs the longest of the cells has needed a look; None where no earlier run tells."""
    longest = max((streak(runs, cell) for cell in cells), key=len)
    known = max(sum(cell in run.cells for run in runs) for cell in cells)
    return since([run.today for run in longest], known)


def _facts(report: DriftReport) -> list[tuple[str, str]]:
    began = [("began", f"{report.started:%Y-%m-%d %H:%M} UTC")] if report.started else []
    another_day = report.started is not None and report.started.date() != report.today
    return [
        *began,
        *([("as of", str(report.today))] if another_day else []),
        ("took", duration(report.seconds)),
        *([("accepted", ", ".join(report.accepted))] if report.accepted else []),
        *((name, value.removeprefix(f"{name} ")) for name, value in report.context.items()),
    ]


@cache
def _template() -> Template:
    templates = environment(FOLDER, "page.css", shared=OF_A_RUN)
    templates.globals |= {"looks": LOOKS, "said": words, "whereabouts": whereabouts}
    return templates.get_template("page.html.jinja")
