"""A run as JSON Lines: written as it goes, read back as a Report, and all other reports are made from that.

A record for the beginning, one for each outcome, one for each cell that is done, one for the end. Whoever is killed
leaves no end: the report of such a file is partial, and what was not done by then is not tried. Kinds of records and
fields that are not known here are passed over; docs/report.schema.json describes those that are.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TextIO, TypeVar

from scaffold import schemas
from scaffold.model import Beginning, Cell, Outcome, Report, Status
from scaffold.report.as_json import cell_as_json, cell_of, outcome_as_json
from scaffold.report.records import (
    UNFINISHED,
    Lines,
    Record,
    as_list,
    as_number,
    as_table,
    as_text,
    parsed,
    read_lines,
    records_in,
)

FIRST = "begin"


class _Started(Protocol):
    @property
    def started(self) -> datetime | None: ...


R = TypeVar("R", bound=_Started)


class Recorder:
    """Takes down a run: its callbacks are those of `smoke`. Into a file as it goes, where there is one."""

    def __init__(self, file: TextIO | None = None) -> None:
        self._lines = Lines(file)
        self._clock = time.monotonic()
        self._has_ended = False
        self._context: Mapping[str, str] = {}

    @property
    def has_begun(self) -> bool:
        return bool(self._lines.written)

    @property
    def problem(self) -> OSError | None:
        """Why the file is not complete."""
        return self._lines.problem

    def began(self, beginning: Beginning) -> None:
        self._clock = time.monotonic()
        self._context = beginning.context
        self._lines.write(
            {
                "record": FIRST,
                "schema": schemas.REPORT,
                "started": beginning.started.isoformat(timespec="milliseconds"),
                "context": beginning.context,
                "cells": [cell_as_json(cell) for cell in beginning.cells],
            }
        )

    def finished(self, outcomes: Sequence[Outcome]) -> None:
        """Take down all outcomes of a cell."""
        records = [{"record": "outcome", **outcome_as_json(outcome)} for outcome in outcomes]
        self._lines.write(*records, {"record": "cell", **cell_as_json(outcomes[0].cell)})

    def ended(self, seconds: float, *, context: Mapping[str, str] | None = None, partial: bool = False) -> None:
        """Take down the end; `context` may have more than the beginning knew, for example which machines helped."""
        self._has_ended = True
        more = {name: value for name, value in (context or {}).items() if name not in self._context}
        self._lines.write(
            {"record": "end", "partial": partial, "seconds": round(seconds, 3), **({"context": more} if more else {})}
        )

    def report(self) -> Report:
        """What was taken down, to be called once, after the last; without an end before it, it is partial."""
        if not self._has_ended:
            self.ended(time.monotonic() - self._clock, partial=True)
        return report_of(self._lines.written, name="the report")


def read(path: Path) -> Report:
    """The report of a file that `smoke --jsonl` wrote, also where the run was killed. Raises UsageError."""
    return report_of(read_lines(path), name=str(path))


def report_of(lines: Iterable[str], *, name: str) -> Report:
    """See `read`; the lines may end anywhere after the first, also in the middle of one."""
    return parsed(records_in(list(lines), name), _report, first=FIRST, schema=schemas.REPORT, name=name)


def merged(reports: Sequence[Report]) -> Report:
    """Several runs as one, of the shards of a matrix for example; of a cell that is in several the last run counts."""
    if len(reports) == 1:
        return reports[0]
    first, in_order = by_start(reports)
    last = {cell: (late, report) for late, report in in_order for cell in report.cells()}
    return Report(
        tuple(
            replace(outcome, ended_at=outcome.ended_at and outcome.ended_at + late)
            for cell, (late, report) in last.items()
            for outcome in report.of(cell)
        ),
        max(late + report.seconds for late, report in in_order),
        merged_context([report.context for _, report in in_order]),
        first,
        any(report.partial for report in reports),
    )


def merged_context(contexts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """What several runs say of themselves; where they differ, all of it."""
    found: dict[str, list[str]] = {}
    for context in contexts:
        for name, value in context.items():
            found.setdefault(name, []).append(value)
    return {name: ", ".join(dict.fromkeys(values)) for name, values in found.items()}


def by_start(reports: Sequence[R]) -> tuple[datetime | None, list[tuple[float, R]]]:
    """When the first of several runs began, and the runs in that order, each with how many seconds later it began."""
    first = min((report.started for report in reports if report.started is not None), default=None)
    late = [(_seconds_between(first, report.started), report) for report in reports]
    return first, sorted(late, key=lambda each: each[0])


def _seconds_between(first: datetime | None, then: datetime | None) -> float:
    return (then - first) / timedelta(seconds=1) if first and then else 0.0


def _report(begin: Record, records: Sequence[Record]) -> Report:
    cells = [_cell(cell) for cell in as_list(begin["cells"])]
    outcomes: dict[Cell, list[Outcome]] = {cell: [] for cell in cells}
    done: set[Cell] = set()
    end: Record | None = None
    for record in records:
        if record.get("record") == "outcome":
            outcomes.setdefault(_cell(record), []).append(outcome_of(record))
        elif record.get("record") == "cell":
            done.add(_cell(record))
        elif record.get("record") == "end":
            end = record
    partial = end is None or bool(end["partial"])
    if partial:
        for cell in outcomes.keys() - done:
            outcomes[cell].append(Outcome(cell, "cell", "end", Status.NOT_TRIED, UNFINISHED))
    every = tuple(outcome for cell in outcomes for outcome in outcomes[cell])
    context = {**as_table(begin["context"]), **(as_table(end["context"]) if end and "context" in end else {})}
    return Report(
        every,
        as_number(end["seconds"]) if end is not None else max((outcome.ended_at for outcome in every), default=0.0),
        {str(name): str(value) for name, value in context.items()},
        datetime.fromisoformat(str(begin["started"])),
        partial,
    )


def outcome_of(record: Record) -> Outcome:
    """The outcome that `outcome_as_json` wrote."""
    return Outcome(
        _cell(record),
        step=str(record["step"]),
        check=str(record["check"]),
        status=Status(str(record["status"])),
        problem=as_text(record["problem"]),
        detail=as_text(record["detail"]),
        seconds=as_number(record["seconds"]),
        ended_at=as_number(record["ended_at"]),
        cpu_seconds=as_number(record["cpu_seconds"]),
        tail=as_text(record["tail"]),
    )


def _cell(record: object) -> Cell:
    return cell_of(as_table(record))
