"""The runs of drift before this one, and what a history keeps of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from scaffold import schemas
from scaffold.model import Cell, DriftReport, Verdict
from scaffold.report import keeping
from scaffold.report.drift.as_json import place_as_json, place_of


@dataclass(frozen=True, slots=True)
class Past:
    """One run of the past."""

    started: datetime
    # The day that stood for today.
    today: date
    failed: bool
    drifted: bool
    partial: bool
    cells: Mapping[Cell, Verdict]


def past(report: DriftReport) -> Past | None:
    """What a history keeps of a report; None of one that does not say when it was."""
    if report.started is None:
        return None
    return Past(
        # As precise as it is written: a run is known by it.
        report.started.replace(microsecond=report.started.microsecond // 1000 * 1000),
        report.today,
        report.failed,
        report.drifted,
        report.partial,
        {drift.cell: drift.verdict for drift in report.drifts},
    )


def remember(report: DriftReport, file: Path) -> None:
    """Add a run to the file, unless it is there.

    Raises UsageError where the file holds something else, OSError where it cannot be written.
    """
    known = read(file)
    this = past(report)
    if this is not None and all(run.started != this.started for run in known):
        keeping.add(_as_json(this), file)


def read(file: Path) -> list[Past]:
    """The runs in the file, the oldest first; none where there is no file. Raises UsageError as `keeping.read` does."""
    return sorted(keeping.read(file, _past, "drifts"), key=lambda run: run.started)


def streak(runs: Sequence[Past], cell: Cell) -> list[Past]:
    """The runs at the end, the newest last, in which a cell needed a look again and again."""
    bad: list[Past] = []
    for run in reversed([run for run in runs if cell in run.cells]):
        if run.cells[cell].is_bad:
            bad.insert(0, run)
        elif run.cells[cell] is not Verdict.NOT_TRIED:
            break
    return bad


def _as_json(run: Past) -> dict[str, object]:
    return {
        "record": "drift-run",
        "schema": schemas.DRIFT,
        "started": run.started.isoformat(timespec="milliseconds"),
        "today": run.today.isoformat(),
        "failed": run.failed,
        "drifted": run.drifted,
        "partial": run.partial,
        "cells": [{**place_as_json(cell), "verdict": str(verdict)} for cell, verdict in run.cells.items()],
    }


def _past(record: dict[str, Any]) -> Past:
    if record["record"] != "drift-run":
        raise ValueError("no drift")
    return Past(
        datetime.fromisoformat(record["started"]),
        date.fromisoformat(record["today"]),
        bool(record["failed"]),
        bool(record["drifted"]),
        bool(record["partial"]),
        {place_of(cell): Verdict(cell["verdict"]) for cell in record["cells"]},
    )
