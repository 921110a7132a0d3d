"""What drifted, for the terminal and as JSON."""

from collections.abc import Iterator
from datetime import date

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from scaffold.drifting import DriftReport
from scaffold.model import Change, Culprit, Drift, Release, Verdict, Warned
from scaffold.warned import lead_time

SCHEMA = 1
_STYLES = {
    Verdict.NO_DRIFT: "green",
    Verdict.PASSES: "green",
    Verdict.WARNS: "yellow",
    Verdict.FAILS: "bold red",
    Verdict.EXPECTED: "yellow",
    Verdict.UNEXPECTED_PASS: "bold red",
    Verdict.CONTROL_FAILS: "bold red",
    Verdict.NOT_TRIED: "yellow",
}


def drift_lines(drift: Drift, today: date) -> Iterator[Text]:
    """What happened in one cell, and why."""
    proof = f"last proven {drift.days_since_proof} days ago"
    cell = f"{drift.cell.starter} on Python {drift.cell.python}"
    yield Text.assemble((str(drift.verdict), _STYLES[drift.verdict]), f"  {cell}: {_counts(drift)}, {proof}")
    if drift.reason:
        yield Text(f"    {drift.reason}")
    for change in drift.changes if drift.verdict is not Verdict.PASSES else ():
        yield Text(f"    {_change(change)}", style="dim")
    for outcome in drift.failures:
        yield Text(f"    {outcome.step} {outcome.check}: {outcome.problem}", style="red")
        if outcome.tail:
            yield Text(f"      {_last_line(outcome.tail)}", style="dim")
    for warned in drift.warned:
        yield Text(f"    {_warned(warned, today)}", style="yellow")
    if drift.culprits:
        yield Text.assemble("    ", (_blame(drift), "bold"))
        yield Text(f"    Until it is mended: {', '.join(culprit.constraint for culprit in drift.culprits)}")
        yield Text(f"    Again: scaffold drift {drift.cell.starter} --python {drift.cell.python} --as-of {today}")


def drift_summary(report: DriftReport) -> RenderableType:
    """A table with a row for each cell."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("starter", "Python", "verdict", "changes", "new warnings", "culprit"):
        table.add_column(column)
    for drift in report.drifts:
        table.add_row(
            drift.cell.starter,
            drift.cell.python,
            Text(str(drift.verdict), style=_STYLES[drift.verdict]),
            str(len(drift.changes)),
            str(len(drift.warned)),
            ", ".join(_name(culprit.first_bad) for culprit in drift.culprits),
        )
    return table


def as_json(report: DriftReport) -> dict[str, object]:
    """The report as plain dicts and lists; docs/drift.md describes it."""
    return {
        "schema": SCHEMA,
        "today": report.today.isoformat(),
        "drifted": report.drifted,
        "failed": report.failed,
        "seconds": round(report.seconds, 3),
        "accepted": list(report.accepted),
        "cells": [_drift_as_json(drift, report.today) for drift in report.drifts],
    }


def _drift_as_json(drift: Drift, today: date) -> dict[str, object]:
    return {
        "starter": drift.cell.starter,
        "python": drift.cell.python,
        "verdict": str(drift.verdict),
        "reason": drift.reason,
        "days_since_proof": drift.days_since_proof,
        "changes": [
            {"package": each.package, "old": each.old, "new": each.new, "released": _iso(each.released)}
            for each in drift.changes
        ],
        "warnings": [
            {
                "distribution": each.distribution,
                "category": each.category,
                "text": each.text,
                "points_at": list(each.points_at),
                "lead_time": lead_time(each.text, today),
            }
            for each in drift.warned
        ],
        "failures": [
            {"step": str(each.step), "check": each.check, "problem": each.problem, "tail": each.tail}
            for each in drift.failures
        ],
        "culprits": [_culprit(each) for each in drift.culprits],
        "tries": drift.tries,
    }


def _culprit(culprit: Culprit) -> dict[str, object]:
    good = culprit.last_good
    return {
        "package": culprit.first_bad.package,
        "first_bad": culprit.first_bad.version,
        "released": _iso(culprit.first_bad.released),
        "last_good": good.version if good else None,
        "constraint": culprit.constraint,
    }


def _blame(drift: Drift) -> str:
    bad = " and ".join(
        f"{_name(culprit.first_bad)}{f' of {culprit.first_bad.released}' if culprit.first_bad.released else ''}"
        f"{f' (last good: {culprit.last_good.version})' if culprit.last_good else ''}"
        for culprit in drift.culprits
    )
    only = " only together" if len(drift.culprits) > 1 else ""
    return f"First bad release: {bad}{only}, found in {drift.tries} tries"


def _counts(drift: Drift) -> str:
    return f"{len(drift.changes)} changes, {len(drift.warned)} new warnings"


def _change(change: Change) -> str:
    day = f" of {change.released}" if change.released else ""
    if change.old is None:
        return f"{change.package} {change.new}{day} is new"
    return f"{change.package} {change.old} -> {change.new or 'gone'}{day}"


def _warned(warned: Warned, today: date) -> str:
    when = lead_time(warned.text, today)
    whose = warned.distribution or "the starter"
    where = ", ".join(each or "the starter" for each in warned.points_at)
    announced = f"{warned.category}: {warned.text}{f' ({when})' if when else ''}"
    return f"{whose} warns anew{f' (in {where})' if where else ''}: {announced}"


def _name(release: Release) -> str:
    return f"{release.package} {release.version}"


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
