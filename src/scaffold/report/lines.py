"""A run as JSON Lines: written as it goes, read back as a Report, and all other reports are made from that.

A record for the beginning, one for each outcome, one for each cell that is done, one for the end. Whoever is killed
leaves no end: the report of such a file is partial, and what was not done by then is not tried. Kinds of records and
fields that are not known here are passed over; docs/report.schema.json describes those that are.
"""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

from scaffold.errors import UsageError
from scaffold.model import Beginning, Cell, Outcome, Report, Status
from scaffold.report.as_json import SCHEMA, cell_as_json, cell_of, outcome_as_json

UNFINISHED = "the run was ended before this was done"

Record = Mapping[str, object]


class Recorder:
    """Takes down a run: its callbacks are those of `smoke`. Into a file as it goes, where there is one."""

    def __init__(self, file: TextIO | None = None) -> None:
        self._file = file
        self._lines: list[str] = []
        self._clock = time.monotonic()
        self._has_ended = False
        self._context: Mapping[str, str] = {}
        # Why the file is not complete: known at once, told at the end, for a full disk is no reason to end the run.
        self.problem: OSError | None = None

    @property
    def has_begun(self) -> bool:
        return bool(self._lines)

    def began(self, beginning: Beginning) -> None:
        self._clock = time.monotonic()
        self._context = beginning.context
        self._write(
            {
                "record": "begin",
                "schema": SCHEMA,
                "started": beginning.started.isoformat(timespec="milliseconds"),
                "context": beginning.context,
                "cells": [cell_as_json(cell) for cell in beginning.cells],
            }
        )

    def finished(self, outcomes: Sequence[Outcome]) -> None:
        """Take down all outcomes of a cell."""
        records = [{"record": "outcome", **outcome_as_json(outcome)} for outcome in outcomes]
        self._write(*records, {"record": "cell", **cell_as_json(outcomes[0].cell)})

    def ended(self, seconds: float, *, context: Mapping[str, str] | None = None, partial: bool = False) -> None:
        """Take down the end; `context` may have more than the beginning knew, for example which machines helped."""
        self._has_ended = True
        more = {name: value for name, value in (context or {}).items() if name not in self._context}
        self._write(
            {"record": "end", "partial": partial, "seconds": round(seconds, 3), **({"context": more} if more else {})}
        )

    def report(self) -> Report:
        """What was taken down, to be called once, after the last; without an end before it, it is partial."""
        if not self._has_ended:
            self.ended(time.monotonic() - self._clock, partial=True)
        return report_of(self._lines, name="the report")

    def _write(self, *records: Record) -> None:
        lines = [json.dumps(record) for record in records]
        self._lines += lines
        if self._file is None or self.problem is not None:
            return
        try:
            # At once and then flushed: whoever kills us finds whole records, and nearly always whole cells.
            self._file.write("".join(f"{line}\n" for line in lines))
            self._file.flush()
        except OSError as error:
            self.problem = error


def read(path: Path) -> Report:
    """The report of a file that `--jsonl` wrote, also where the run was killed. Raises UsageError."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    return report_of(text.split("\n"), name=str(path))


def report_of(lines: Iterable[str], *, name: str) -> Report:
    """See `read`; the lines may end anywhere after the first, also in the middle of one."""
    records = _records(list(lines), name)
    begin, rest = (records[0], records[1:]) if records else ({}, [])
    if begin.get("record") != "begin":
        raise UsageError(f"{name} does not begin as a report does. Give a file that scaffold smoke --jsonl wrote.")
    if begin.get("schema") != SCHEMA:
        raise UsageError(f"{name} has schema {begin.get('schema')}, and {SCHEMA} is known here. Update scaffold.")
    try:
        return _report(begin, rest)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{name} is no report: {type(error).__name__}: {error}. Make it again.") from error


def merged(reports: Sequence[Report]) -> Report:
    """Several runs as one, of the shards of a matrix for example; of a cell that is in several the last run counts."""
    if len(reports) == 1:
        return reports[0]
    starts = [report.started for report in reports if report.started is not None]
    first = min(starts, default=None)
    late = {id(report): _seconds_between(first, report.started) for report in reports}
    in_order = sorted(reports, key=lambda report: late[id(report)])
    last = {cell: report for report in in_order for cell in report.cells()}
    context: dict[str, list[str]] = {}
    for report in in_order:
        for name, value in report.context.items():
            context.setdefault(name, []).append(value)
    return Report(
        tuple(
            replace(outcome, ended_at=outcome.ended_at and outcome.ended_at + late[id(report)])
            for cell, report in last.items()
            for outcome in report.of(cell)
        ),
        max(late[id(report)] + report.seconds for report in reports),
        {name: ", ".join(dict.fromkeys(values)) for name, values in context.items()},
        first,
        any(report.partial for report in reports),
    )


def _seconds_between(first: datetime | None, then: datetime | None) -> float:
    return (then - first) / timedelta(seconds=1) if first and then else 0.0


def _records(lines: Sequence[str], name: str) -> list[Record]:
    records: list[Record] = []
    written = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    for number, line in written:
        try:
            record = json.loads(line)
        except ValueError as error:
            if number == written[-1][0]:
                # The last words of a run that was killed.
                break
            raise UsageError(f"Line {number} of {name} is not JSON. Make the report again.") from error
        if not isinstance(record, dict):
            raise UsageError(f"Line {number} of {name} is no record. Give a file that scaffold smoke --jsonl wrote.")
        records.append(record)
    return records


def _report(begin: Record, records: Sequence[Record]) -> Report:
    cells = [_cell(cell) for cell in _list(begin["cells"])]
    outcomes: dict[Cell, list[Outcome]] = {cell: [] for cell in cells}
    done: set[Cell] = set()
    end: Record | None = None
    for record in records:
        if record.get("record") == "outcome":
            outcomes.setdefault(_cell(record), []).append(_outcome(record))
        elif record.get("record") == "cell":
            done.add(_cell(record))
        elif record.get("record") == "end":
            end = record
    partial = end is None or bool(end["partial"])
    if partial:
        for cell in outcomes.keys() - done:
            outcomes[cell].append(Outcome(cell, "cell", "end", Status.NOT_TRIED, UNFINISHED))
    every = tuple(outcome for cell in outcomes for outcome in outcomes[cell])
    context = {**_table(begin["context"]), **(_table(end["context"]) if end and "context" in end else {})}
    return Report(
        every,
        _number(end["seconds"]) if end is not None else max((outcome.ended_at for outcome in every), default=0.0),
        {str(name): str(value) for name, value in context.items()},
        datetime.fromisoformat(str(begin["started"])),
        partial,
    )


def _outcome(record: Record) -> Outcome:
    return Outcome(
        _cell(record),
        step=str(record["step"]),
        check=str(record["check"]),
        status=Status(str(record["status"])),
        problem=_text(record["problem"]),
        detail=_text(record["detail"]),
        seconds=_number(record["seconds"]),
        ended_at=_number(record["ended_at"]),
        cpu_seconds=_number(record["cpu_seconds"]),
        tail=_text(record["tail"]),
    )


def _cell(record: object) -> Cell:
    return cell_of(_table(record))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> float:
    if isinstance(value, int | float):
        return float(value)
    raise TypeError(f"{value!a} is no number")


def _list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    raise TypeError(f"{value!a} is no list")


def _table(value: object) -> Mapping[str, object]:
    if isinstance(value, dict):
        return value
    raise TypeError(f"{value!a} is no object")
