"""The runs of smoke before this one, and what a history keeps of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scaffold import schemas
from scaffold.model import Cell, Report, Status
from scaffold.report import keeping
from scaffold.report.as_json import cell_as_json, cell_of
from scaffold.report.findings import by_cell, verdict


@dataclass(frozen=True, slots=True)
class Field:
    """What came of a cell in one run."""

    status: Status
    failed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Past:
    """One run of the past."""

    started: datetime
    passed: bool
    partial: bool
    seconds: float
    # Of scaffold and the tools.
    versions: Mapping[str, str]
    cells: Mapping[Cell, Field]


def past(report: Report) -> Past | None:
    """What history keeps of a report; None of one that does not say when it was."""
    if report.started is None:
        return None
    return Past(
        # As precise as it is written: a run is known by it.
        report.started.replace(microsecond=report.started.microsecond // 1000 * 1000),
        report.passed,
        report.partial,
        report.seconds,
        {name: value for name, value in report.context.items() if " " not in name},
        {
            cell: Field(
                verdict(outcomes),
                sum(outcome.status is Status.FAILED for outcome in outcomes),
                sum(outcome.seconds for outcome in outcomes),
            )
            for cell, outcomes in by_cell(report).items()
        },
    )


def remember(report: Report, file: Path) -> None:
    """Add a run to the file, unless it is there.

    Raises UsageError where the file holds something else, OSError where it cannot be written.
    """
    known = read(file)
    this = past(report)
    if this is None or any(run.started == this.started for run in known):
        return
    keeping.add(_as_json(this), file)


def read(file: Path) -> list[Past]:
    """The runs in the file, the oldest first; none where there is no file. Raises UsageError as `keeping.read` does."""
    return sorted(keeping.read(file, _past, "runs"), key=lambda run: run.started)


def streak(runs: Sequence[Past], cell: Cell) -> list[Past]:
    """The runs at the end, the newest last, in which a cell failed again and again."""
    failing: list[Past] = []
    for run in reversed([run for run in runs if cell in run.cells]):
        if run.cells[cell].status is Status.FAILED:
            failing.insert(0, run)
        elif run.cells[cell].status is not Status.NOT_TRIED:
            break
    return failing


def _as_json(run: Past) -> dict[str, object]:
    return {
        "record": "run",
        "schema": schemas.REPORT,
        "started": run.started.isoformat(timespec="milliseconds"),
        "passed": run.passed,
        "partial": run.partial,
        "seconds": round(run.seconds, 3),
        "versions": dict(run.versions),
        "cells": [
            {
                **cell_as_json(cell),
                "status": str(field.status),
                "failed": field.failed,
                "seconds": round(field.seconds, 3),
            }
            for cell, field in run.cells.items()
        ],
    }


def _past(record: dict[str, object]) -> Past:
    cells, versions = record["cells"], record["versions"]
    if record["record"] != "run" or not isinstance(cells, list) or not isinstance(versions, dict):
        raise ValueError("no run")
    return Past(
        datetime.fromisoformat(str(record["started"])),
        bool(record["passed"]),
        bool(record["partial"]),
        float(str(record["seconds"])),
        {str(name): str(value) for name, value in versions.items()},
        {
            cell_of(cell): Field(Status(str(cell["status"])), int(cell["failed"]), float(cell["seconds"]))
            for cell in cells
        },
    )
