"""A report for the terminal, as things that Rich can print."""

from collections.abc import Iterator, Sequence
from textwrap import indent

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from scaffold.contract import BOOT, STOP
from scaffold.model import Mode, Outcome, Report, Resolution, Status
from scaffold.report.findings import verdict, whereabouts

_SIGNS = {
    Status.PASSED: ("ok", "green"),
    Status.FAILED: ("FAILED", "bold red"),
    Status.EXCEPTED: ("excepted", "yellow"),
    Status.NOT_TRIED: ("not tried", "yellow"),
    Status.PROVEN: ("proven before", "green"),
}


def line(outcomes: Sequence[Outcome]) -> Text:
    """One line about all that happened to one starter."""
    failed = [outcome for outcome in outcomes if outcome.status is Status.FAILED]
    text = Text.assemble(_result(outcomes), f"  {outcomes[0].cell}: {_count(outcomes)}")
    if failed:
        text.append(f"; {failed[0].step} {failed[0].check}: {failed[0].problem}", style="red")
    return text


def gist(outcomes: Sequence[Outcome]) -> tuple[bool | None, str]:
    """Whether a cell passed, None where it was not tried, and a few words about it."""
    status = verdict(outcomes)
    if status is Status.FAILED:
        failed = next(outcome for outcome in outcomes if outcome.status is Status.FAILED)
        return False, f"{whereabouts(failed)}: {failed.problem}"
    if status is Status.NOT_TRIED:
        reasons = [outcome.problem for outcome in outcomes if outcome.status is Status.NOT_TRIED]
        return None, f"{status}: {reasons[0]}"
    return True, f"{_result(outcomes).plain}, {_count(outcomes)} checks"


def summary(report: Report) -> RenderableType:
    """A table with a row for each starter, and one line about all."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    # Where all are the verified versions, a column would say nothing.
    mixed = any(cell.resolution is not Resolution.LOCKED for cell in report.cells())
    chosen = any(cell.options for cell in report.cells())
    sides = [*(["options"] if chosen else []), "Python", *(["versions"] if mixed else [])]
    for column in ("starter", *sides, "result", "checks"):
        table.add_column(column)
    for column in ("first answer", "stop", "tests", "all"):
        table.add_column(column, justify="right")
    for cell in report.cells():
        outcomes = report.of(cell)
        table.add_row(
            cell.starter,
            *([cell.chosen] if chosen else []),
            cell.python,
            *([str(cell.resolution)] if mixed else []),
            _result(outcomes),
            _count(outcomes),
            _seconds(outcomes, Mode.SERVE, BOOT),
            _seconds(outcomes, Mode.SERVE, STOP),
            _seconds(outcomes, "tests", "tests"),
            f"{sum(outcome.seconds for outcome in outcomes):.1f} s",
        )
    passed, failed = len(report.with_status(Status.PASSED)), len(report.failed)
    closing = Text(f"{passed} checks passed, {failed} failed", style="bold green" if report.passed else "bold red")
    for status, word in (
        (Status.EXCEPTED, "excepted"),
        (Status.NOT_TRIED, "not tried"),
        (Status.PROVEN, "cells proven before"),
    ):
        if count := len(report.with_status(status)):
            closing.append(f", {count} {word}", style="yellow")
    closing.append(f", in {report.seconds:.1f} s", style="default")
    if report.partial:
        closing.append("; this report is partial: the run was ended before it was done", style="bold red")
    taken = [Text(f"{name}: {value}", style="dim") for name, value in report.context.items() if "python" in name]
    return Group(table, Text(), closing, *taken)


def every_check(report: Report) -> Iterator[Text]:
    """A line for each check."""
    for outcome in report.outcomes:
        word, style = _SIGNS[outcome.status]
        text = Text.assemble((f"{word:>9}", style), f"  {outcome.step:<7} {outcome.check}")
        if outcome.detail:
            text.append(f"  ({outcome.detail})", style="dim")
        if outcome.problem:
            text.append(f": {outcome.problem}", style="" if outcome.status is Status.FAILED else "dim")
        yield text


def failures(report: Report) -> Iterator[RenderableType]:
    """What failed, with the end of its log; then what was excepted or not tried, with the reason."""
    for outcome in report.failed:
        yield Text.assemble(
            ("FAILED", "bold red"),
            f" {outcome.cell}, {outcome.step}, {outcome.check}: {outcome.problem}",
        )
        if outcome.tail:
            # Not Rich's Padding: in a log without a width it fills every line with spaces.
            yield Text(indent(outcome.tail.rstrip(), "    ") + "\n", style="dim")
    for status in (Status.EXCEPTED, Status.NOT_TRIED):
        for outcome in report.with_status(status):
            word, style = _SIGNS[status]
            yield Text.assemble(
                (word, style),
                f" {outcome.cell}, {outcome.step}, {outcome.check}: {outcome.problem}",
            )


def _result(outcomes: Sequence[Outcome]) -> Text:
    status = verdict(outcomes)
    word, style = _SIGNS[status]
    return Text("ok, excepted" if status is Status.EXCEPTED else word, style=style)


def _count(outcomes: Sequence[Outcome]) -> str:
    passed = sum(outcome.status is Status.PASSED for outcome in outcomes)
    return f"{passed} of {len(outcomes)}"


def _seconds(outcomes: Sequence[Outcome], step: str, check: str) -> str:
    for outcome in outcomes:
        if (outcome.step, outcome.check) == (step, check):
            return f"{outcome.seconds:.2f} s"
    return "-"
