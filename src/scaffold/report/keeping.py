"""The runs before this one, a line for each in a file: JSON Lines, to which every run adds its own."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from scaffold.errors import UsageError

T = TypeVar("T")


def add(record: Mapping[str, object], file: Path) -> None:
    """Add a line. Raises OSError where it cannot be written."""
    with file.open("a+b") as opened:
        # A line that was cut when its writer was killed stays by itself.
        if opened.tell() and not _ends_a_line(file):
            opened.write(b"\n")
        opened.write(json.dumps(record).encode() + b"\n")


def read(file: Path, run_of: Callable[[dict[str, Any]], T], what: str) -> list[T]:
    """What `run_of` makes of each line; none where there is no file. What is no run, or was cut, is passed over.

    `run_of` may raise KeyError, TypeError, ValueError and AttributeError. Raises UsageError where the file holds
    something, and no run of that kind.
    """
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return []
    runs = []
    for line in lines:
        with suppress(KeyError, TypeError, ValueError, AttributeError):
            runs.append(run_of(json.loads(line)))
    if not runs and any(lines):
        raise UsageError(f"{file} is no history of {what}. Give a file that --history wrote, or one that is not there.")
    return runs


def _ends_a_line(file: Path) -> bool:
    with file.open("rb") as opened:
        opened.seek(-1, 2)
        return opened.read() == b"\n"
