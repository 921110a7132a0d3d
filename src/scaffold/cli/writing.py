"""Write the reports that are wanted, each to its place: at the end of a run, however it ends, or afterwards."""

import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO, TypeVar

import typer

from scaffold import schemas
from scaffold.cli.terminal import console
from scaffold.cli.wanted import STANDARD_OUTPUT, Wanted
from scaffold.errors import DestinationError, UsageError

if TYPE_CHECKING:
    from scaffold.model import DriftReport, Report
    from scaffold.report.drift.lines import Recorder as DriftRecorder
    from scaffold.report.forms import AnyReport
    from scaffold.report.lines import Recorder


class Recording(Protocol):
    """What takes down a run, of whichever kind."""

    @property
    def has_begun(self) -> bool: ...
    @property
    def problem(self) -> OSError | None: ...
    def report(self) -> "AnyReport": ...


R = TypeVar("R", bound=Recording)


@contextmanager
def recorded(wanted: Wanted) -> "Iterator[Recorder]":
    """Take down a run while the block lasts, and write what is wanted at its end, however it ends."""
    from scaffold.report.lines import Recorder

    with _recorded(wanted, Recorder) as recorder:
        yield recorder


@contextmanager
def recorded_drift(wanted: Wanted, today: date) -> "Iterator[DriftRecorder]":
    """The same for a drift, as of a day."""
    from scaffold.report.drift.lines import Recorder

    with _recorded(wanted, partial(Recorder, today), of_drift=True) as recorder:
        yield recorder


@contextmanager
def _recorded(wanted: Wanted, recorder_for: Callable[[TextIO | None], R], *, of_drift: bool = False) -> Iterator[R]:
    wanted.check(of_drift=of_drift)
    with opened(wanted.jsonl) as file:
        recorder = recorder_for(file)
        # Until they are made, GitHub must not take for commands what a starter has written into its log.
        word = secrets.token_hex() if wanted.annotations else None
        if word:
            typer.echo(f"::stop-commands::{word}")
        try:
            yield recorder
        finally:
            if word:
                typer.echo(f"::{word}::")
            if recorder.has_begun:
                write_all(recorder.report(), wanted)
    written(str(wanted.jsonl), recorder.problem)


@contextmanager
def opened(target: str | None) -> Iterator[TextIO | None]:
    """The file for JSON Lines, or standard output where that is "-". Raises UsageError."""
    if target is None or target == STANDARD_OUTPUT:
        yield sys.stdout if target else None
        return
    try:
        file = Path(target).open("w", encoding="utf-8")  # noqa: SIM115  (closed in its own way)
    except OSError as error:
        raise UsageError(f"The report cannot be written to {target}: {error.strerror}.") from error
    try:
        yield file
    finally:
        # What could not be written is known by now, and would be tried once more.
        with suppress(OSError):
            file.close()


def written(target: str, problem: OSError | None) -> None:
    """Raise DestinationError where a file is not complete."""
    if problem is not None:
        raise _not_written(target, problem)


def show(report: "Report") -> None:
    """What failed, and a table of all, on the screen."""
    from scaffold.report import failures, summary
    from scaffold.report.plain import plain_report

    report = plain_report(report)
    console().print()
    for part in failures(report):
        console().print(part)
    console().print(summary(report))


def show_drift(report: "DriftReport", *, each: bool = True) -> None:
    """A table of what drifted, on the screen; before it what is known of each cell, unless that was shown."""
    from scaffold.report.drift.terminal import drift_lines, drift_summary
    from scaffold.report.plain import plain_report

    report = plain_report(report)
    for drift in report.drifts if each else ():
        for line in drift_lines(drift, report.today):
            console().print(line)
    console().print()
    console().print(drift_summary(report))


def write_all(report: "AnyReport", wanted: Wanted) -> None:
    """Write all that is wanted; one that cannot be written does not keep the others from it."""
    problems: list[DestinationError] = []
    for target, write_to in _writers(report, wanted):
        try:
            write_to(target)
        except OSError as error:
            problems.append(_not_written(target, error))
        except DestinationError as error:
            problems.append(error)
    if problems:
        raise problems[0]


def _writers(report: "AnyReport", wanted: Wanted) -> Iterator[tuple[str, Callable[[str], None]]]:
    """Where each report goes, and what makes and writes it."""
    from scaffold.report import forms

    history = Path(wanted.history) if wanted.history else None
    # First: the page shows it.
    if history:
        yield str(history), lambda target: forms.remember(report, Path(target))
    if wanted.html:
        yield wanted.html, lambda target: write(forms.as_page(report, history), target)
    if wanted.json:
        yield wanted.json, lambda target: write(json_text(forms.as_json(report)), target)
    if wanted.junit:
        yield wanted.junit, lambda target: write(forms.as_junit(report), target)
    if wanted.markdown:
        yield wanted.markdown, lambda target: _write_markdown(report, target)
    if wanted.issue:
        yield wanted.issue, lambda target: write(_issue(report), target)
    if wanted.annotations:
        yield STANDARD_OUTPUT, lambda target: write(_annotations(report), target)


def _write_markdown(report: "AnyReport", target: str) -> None:
    from scaffold.report.forms import as_markdown
    from scaffold.report.markup import SUMMARY_BYTES

    if not _is_step_summary(target):
        write(as_markdown(report), target)
        return
    # Other commands of the step may have written before, and all of it together must not be too much.
    with Path(target).open("a", encoding="utf-8") as file:
        file.write(as_markdown(report, limit=SUMMARY_BYTES - file.tell()))


def _is_step_summary(target: str) -> bool:
    """Whether it is the file that GitHub shows under the run."""
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    return bool(summary) and Path(target).resolve() == Path(str(summary)).resolve()


def _issue(report: "AnyReport") -> str:
    from scaffold.report.forms import as_issue

    return json_text({"schema": schemas.ISSUE, **asdict(as_issue(report))})


def _annotations(report: "AnyReport") -> str:
    from scaffold.catalog import templates_folder
    from scaffold.report.forms import annotations

    return "".join(f"{line}\n" for line in annotations(report, templates_folder()))


def json_text(data: object) -> str:
    import json

    return json.dumps(data, indent=2) + "\n"


def write(text: str, target: str) -> None:
    """Write to a file, or to standard output where that is "-". Raises DestinationError."""
    if target == STANDARD_OUTPUT:
        sys.stdout.write(text)
        return
    try:
        Path(target).write_text(text, encoding="utf-8")
    except OSError as error:
        raise _not_written(target, error) from error


def _not_written(target: str, error: OSError) -> DestinationError:
    return DestinationError(f"The report could not be written to {target}: {error.strerror or error}.")
