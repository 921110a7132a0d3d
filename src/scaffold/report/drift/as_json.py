"""What drifted as JSON, and back. The form is stable: docs/drift.md describes it, and `schema` changes when it does."""

from datetime import date

from scaffold import schemas
from scaffold.model import Cell, Change, Culprit, Drift, DriftReport, Release, Resolution, Verdict, Warned
from scaffold.report.as_json import outcome_as_json
from scaffold.report.lines import outcome_of
from scaffold.report.records import Record, as_list, as_number, as_table, as_text
from scaffold.warned import lead_time


def as_json(report: DriftReport) -> dict[str, object]:
    """The report as plain dicts and lists; seconds are rounded to milliseconds."""
    return {
        "schema": schemas.DRIFT,
        "today": report.today.isoformat(),
        "drifted": report.drifted,
        "failed": report.failed,
        "partial": report.partial,
        "started": report.started.isoformat(timespec="milliseconds") if report.started else None,
        "seconds": round(report.seconds, 3),
        "context": report.context,
        "accepted": list(report.accepted),
        "cells": [drift_as_json(drift, report.today) for drift in report.drifts],
    }


def drift_as_json(drift: Drift, today: date) -> dict[str, object]:
    return {
        **place_as_json(drift.cell),
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
        "failures": [outcome_as_json(each) for each in drift.failures],
        "culprits": [_culprit_as_json(each) for each in drift.culprits],
        "tries": drift.tries,
        "seconds": round(drift.seconds, 3),
    }


def drift_of(record: Record) -> Drift:
    """What `drift_as_json` wrote; raises KeyError, TypeError and ValueError."""
    days = record["days_since_proof"]
    return Drift(
        place_of(record),
        Verdict(str(record["verdict"])),
        tuple(_change_of(as_table(each)) for each in as_list(record["changes"])),
        tuple(_warned_of(as_table(each)) for each in as_list(record["warnings"])),
        tuple(outcome_of(as_table(each)) for each in as_list(record["failures"])),
        tuple(_culprit_of(as_table(each)) for each in as_list(record["culprits"])),
        int(as_number(record["tries"])),
        as_text(record["reason"]),
        None if days is None else int(as_number(days)),
        as_number(record["seconds"]),
    )


def place_as_json(cell: Cell) -> dict[str, object]:
    """The cell, without what is the same for all: fresh versions, and no options."""
    return {"starter": cell.starter, "python": cell.python}


def place_of(record: Record) -> Cell:
    return Cell(str(record["starter"]), str(record["python"]), Resolution.LATEST)


def _change_of(record: Record) -> Change:
    return Change(
        str(record["package"]), as_text(record["old"]), as_text(record["new"]), _day(as_text(record["released"]))
    )


def _warned_of(record: Record) -> Warned:
    points_at = tuple(as_text(each) for each in as_list(record["points_at"]))
    return Warned(as_text(record["distribution"]), str(record["category"]), str(record["text"]), points_at)


def _culprit_as_json(culprit: Culprit) -> dict[str, object]:
    bad, good = culprit.first_bad, culprit.last_good
    return {
        "package": bad.package,
        "first_bad": bad.version,
        "released": _iso(bad.released),
        "last_good": good.version if good else None,
        "last_good_released": _iso(good.released) if good else None,
        "constraint": culprit.constraint,
    }


def _culprit_of(record: Record) -> Culprit:
    package, good = str(record["package"]), as_text(record["last_good"])
    return Culprit(
        Release(package, str(record["first_bad"]), _day(as_text(record["released"]))),
        Release(package, good, _day(as_text(record["last_good_released"]))) if good is not None else None,
        str(record["constraint"]),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
