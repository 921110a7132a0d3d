"""JSON Lines: records written as they come, and read back, also from a file that was cut."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TextIO, TypeVar

from scaffold.errors import UsageError

T = TypeVar("T")
Record = Mapping[str, object]

UNFINISHED = "the run was ended before this was done"


class Lines:
    """Records, kept, and written into a file as they come, where there is one."""

    def __init__(self, file: TextIO | None = None) -> None:
        self._file = file
        self.written: list[str] = []
        # Why the file is not complete: known at once, told at the end, for a full disk is no reason to end the run.
        self.problem: OSError | None = None

    def write(self, *records: Record) -> None:
        lines = [json.dumps(record) for record in records]
        self.written += lines
        if self._file is None or self.problem is not None:
            return
        try:
            # At once and then flushed: whoever kills us finds whole records, and nearly always whole cells.
            self._file.write("".join(f"{line}\n" for line in lines))
            self._file.flush()
        except OSError as error:
            self.problem = error


def read_lines(path: Path) -> list[str]:
    """The lines of a file; raises UsageError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error


def records_in(lines: Sequence[str], name: str) -> list[Record]:
    """The records of some lines, of which the last may end anywhere. Raises UsageError."""
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
            raise UsageError(f"Line {number} of {name} is no record. Give a file that --jsonl wrote.")
        records.append(record)
    return records


def parsed(
    records: Sequence[Record], make: Callable[[Record, Sequence[Record]], T], *, first: str, schema: int, name: str
) -> T:
    """What `make` makes of the first record, which is to be called `first`, and of the others. Raises UsageError."""
    begin, rest = (records[0], records[1:]) if records else ({}, [])
    if begin.get("record") != first:
        raise UsageError(f"{name} does not begin as a report does. Give a file that --jsonl wrote.")
    if begin.get("schema") != schema:
        raise UsageError(f"{name} has schema {begin.get('schema')}, and {schema} is known here. Update scaffold.")
    try:
        return make(begin, rest)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{name} is no report: {type(error).__name__}: {error}. Make it again.") from error


def as_text(value: object) -> str | None:
    return None if value is None else str(value)


def as_number(value: object) -> float:
    if isinstance(value, int | float):
        return float(value)
    raise TypeError(f"{value!a} is no number")


def as_list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    raise TypeError(f"{value!a} is no list")


def as_table(value: object) -> Mapping[str, object]:
    if isinstance(value, dict):
        return value
    raise TypeError(f"{value!a} is no object")
