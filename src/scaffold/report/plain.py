"""Make the texts of a report fit to be shown anywhere: logs hold whatever a starter wrote."""

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar, cast

from rich.text import Text

T = TypeVar("T")

REPLACED = "\N{REPLACEMENT CHARACTER}"
# What XML 1.0 cannot carry and no page shows, and what turns the direction of the text around it.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def plain(text: str) -> str:
    """The text without the colours and movements of a terminal, and with a mark for each character that is unfit."""
    lines = (Text.from_ansi(line).plain if "\x1b" in line else line for line in re.split(r"\r?\n", text))
    # Of a line that was overwritten, as progress bars do, the last state.
    return _UNFIT.sub(REPLACED, "\n".join(line.rsplit("\r", 1)[-1] for line in lines))


def plain_report(report: T) -> T:
    """A report, or a part of one, with nothing but plain text in it: whatever its fields are, none is forgotten."""
    return cast("T", _plain(report))


def _plain(value: object) -> object:
    match value:
        case Enum():
            return value
        case str():
            return plain(value)
        case tuple():
            return tuple(_plain(each) for each in value)
        case dict():
            return {_plain(name): _plain(each) for name, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _plain(getattr(value, field.name)) for field in fields(value)})
    return value
