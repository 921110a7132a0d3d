"""What a look has found: in order, or what is wrong and the one command against it."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    OK = "ok"
    # It disturbs, or will; `scaffold new` works all the same.
    WARNING = "warning"
    # `scaffold new`, or its installation, does not work.
    FAILED = "failed"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Finding:
    """`about` is what was looked at, in a word; `found` a version, a path, a number."""

    about: str
    grade: Grade
    found: str
    # A sentence, of what is not in order.
    problem: str | None = None
    # A line for this machine's shell.
    command: str | None = None


def ok(about: str, found: str) -> Finding:
    return Finding(about, Grade.OK, found)


def warning(about: str, found: str, problem: str, command: str | None = None) -> Finding:
    return Finding(about, Grade.WARNING, found, problem, command)


def failed(about: str, found: str, problem: str, command: str | None = None) -> Finding:
    return Finding(about, Grade.FAILED, found, problem, command)


def not_tried(about: str, why: str) -> Finding:
    return Finding(about, Grade.NOT_TRIED, why)
