"""A drift as JSON Lines: written as it goes, read back as a DriftReport, and all other reports are made from that.

A record for the beginning, one for each cell when it is done, one for the end; docs/drift.schema.json describes them.
Whoever is killed leaves no end: the report of such a file is partial, and cells that are missing are not tried.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TextIO

from scaffold import schemas
from scaffold.model import Beginning, Cell, Drift, DriftReport, Verdict
from scaffold.report.drift.as_json import drift_as_json, drift_of, place_as_json, place_of
from scaffold.report.lines import by_start, merged_context
from scaffold.report.records import (
    UNFINISHED,
    Lines,
    Record,
    as_list,
    as_number,
    as_table,
    parsed,
    records_in,
)

FIRST = "drift"


class Recorder:
    """Takes down a drift: its callbacks are those of `drift`. Into a file as it goes, where there is one."""

    def __init__(self, today: date, file: TextIO | None = None) -> None:
        self._lines = Lines(file)
        self._today = today
        self._clock = time.monotonic()
        self._has_ended = False

    @property
    def has_begun(self) -> bool:
        return bool(self._lines.written)

    @property
    def problem(self) -> OSError | None:
        """Why the file is not complete."""
        return self._lines.problem

    def began(self, beginning: Beginning) -> None:
        self._clock = time.monotonic()
        self._lines.write(
            {
                "record": FIRST,
                "schema": schemas.DRIFT,
                "started": beginning.started.isoformat(timespec="milliseconds"),
                "today": self._today.isoformat(),
                "context": beginning.context,
                "cells": [place_as_json(cell) for cell in beginning.cells],
            }
        )

    def finished(self, drift: Drift) -> None:
        self._lines.write({"record": "cell", **drift_as_json(drift, self._today)})

    def ended(self, seconds: float, *, accepted: Sequence[str] = (), partial: bool = False) -> None:
        self._has_ended = True
        self._lines.write(
            {"record": "end", "partial": partial, "seconds": round(seconds, 3), "accepted": list(accepted)}
        )

    def report(self) -> DriftReport:
        """What was taken down, to be called once, after the last; without an end before it, it is partial."""
        if not self._has_ended:
            self.ended(time.monotonic() - self._clock, partial=True)
        return report_of(self._lines.written, name="the report")


def report_of(lines: Iterable[str], *, name: str) -> DriftReport:
    """The report of what a recorder wrote; the lines may end anywhere after the first. Raises UsageError."""
    return parsed(records_in(list(lines), name), _report, first=FIRST, schema=schemas.DRIFT, name=name)


def merged(reports: Sequence[DriftReport]) -> DriftReport:
    """Several drifts as one; of a cell that is in several the last one counts."""
    if len(reports) == 1:
        return reports[0]
    first, in_order = by_start(reports)
    last = {drift.cell: drift for _, report in in_order for drift in report.drifts}
    return DriftReport(
        tuple(last.values()),
        in_order[-1][1].today,
        max(late + report.seconds for late, report in in_order),
        tuple(dict.fromkeys(name for _, report in in_order for name in report.accepted)),
        merged_context([report.context for _, report in in_order]),
        first,
        any(report.partial for report in reports),
    )


def _report(begin: Record, records: Sequence[Record]) -> DriftReport:
    found: dict[Cell, Drift | None] = {place_of(as_table(cell)): None for cell in as_list(begin["cells"])}
    end: Record | None = None
    for record in records:
        if record.get("record") == "cell":
            drift = drift_of(record)
            found[drift.cell] = drift
        elif record.get("record") == "end":
            end = record
    unfinished = Drift(Cell("", ""), Verdict.NOT_TRIED, reason=UNFINISHED)
    drifts = tuple(drift or replace(unfinished, cell=cell) for cell, drift in found.items())
    return DriftReport(
        drifts,
        date.fromisoformat(str(begin["today"])),
        as_number(end["seconds"]) if end is not None else sum(drift.seconds for drift in drifts),
        tuple(str(name) for name in as_list(end["accepted"])) if end is not None else (),
        {str(name): str(value) for name, value in as_table(begin["context"]).items()},
        datetime.fromisoformat(str(begin["started"])),
        end is None or bool(end["partial"]),
    )
