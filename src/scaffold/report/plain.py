"""Make the texts of a report fit to be shown anywhere: logs hold whatever a starter wrote."""

import re
from dataclasses import replace

from rich.text import Text

from scaffold.model import Cell, Report

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


def plain_report(report: Report) -> Report:
    """The report with nothing but plain text in it."""
    return replace(
        report,
        context={plain(name): plain(value) for name, value in report.context.items()},
        outcomes=tuple(
            replace(
                outcome,
                cell=_plain_cell(outcome.cell),
                step=plain(outcome.step),
                check=plain(outcome.check),
                problem=_plain(outcome.problem),
                detail=_plain(outcome.detail),
                tail=_plain(outcome.tail),
            )
            for outcome in report.outcomes
        ),
    )


def _plain_cell(cell: Cell) -> Cell:
    options = tuple((plain(name), plain(value)) for name, value in cell.options)
    return replace(cell, starter=plain(cell.starter), python=plain(cell.python), options=options)


def _plain(text: str | None) -> str | None:
    return None if text is None else plain(text)
