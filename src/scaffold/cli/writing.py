"""Write the reports that are wanted, each to its place: at the end of a run, however it ends, or afterwards."""

import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from scaffold.cli.terminal import console
from scaffold.errors import DestinationError, UsageError

if TYPE_CHECKING:
    from scaffold.model import Report
    from scaffold.report.lines import Recorder

STANDARD_OUTPUT = "-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports are wanted: the file of each, or "-" for standard output."""

    json: str | None = None
    jsonl: str | None = None
    junit: str | None = None
    markdown: str | None = None
    html: str | None = None
    history: str | None = None
    issue: str | None = None
    annotations: bool = False

    @property
    def takes_output(self) -> bool:
        """Whether standard output is for a report, and nothing else may be there."""
        return STANDARD_OUTPUT in self._targets()

    def check(self) -> None:
        """Raise UsageError for what could not be written once all is done."""
        if self.history == STANDARD_OUTPUT:
            raise UsageError("--history needs a file: it adds to what is there.")
        if self._targets().count(STANDARD_OUTPUT) + (self.annotations and self.takes_output) > 1:
            raise UsageError("Standard output can take one report. Give files for the others.")
        for target in self._targets():
            if target == STANDARD_OUTPUT:
                continue
            if not Path(target).resolve().parent.is_dir():
                raise UsageError(f"The report cannot be written to {target}: its folder does not exist.")
            if Path(target).is_dir():
                raise UsageError(f"The report cannot be written to {target}: it is a folder.")
        if self.history is not None:
            from scaffold.report.history import read

            read(Path(self.history))

    def _targets(self) -> list[str]:
        files = (self.json, self.jsonl, self.junit, self.markdown, self.html, self.history, self.issue)
        return [file for file in files if file is not None]


@contextmanager
def recorded(wanted: Wanted) -> "Iterator[Recorder]":
    """Take down a run while the block lasts, and write what is wanted at its end, however it ends."""
    from scaffold.report.lines import Recorder

    wanted.check()
    with _opened(wanted.jsonl) as file:
        recorder = Recorder(file)
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
    if recorder.problem is not None:
        raise _not_written(str(wanted.jsonl), recorder.problem)


@contextmanager
def _opened(target: str | None) -> Iterator[TextIO | None]:
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


def show(report: "Report") -> None:
    """What failed, and a table of all, on the screen."""
    from scaffold.report import failures, summary
    from scaffold.report.plain import plain_report

    report = plain_report(report)
    console().print()
    for part in failures(report):
        console().print(part)
    console().print(summary(report))


def write_all(report: "Report", wanted: Wanted) -> None:
    """Write all that is wanted; one that cannot be written does not keep the others from it."""
    problems: list[DestinationError] = []
    for target, write in _writers(report, wanted):
        try:
            write(target)
        except OSError as error:
            problems.append(_not_written(target, error))
    if problems:
        raise problems[0]


def _writers(report: "Report", wanted: Wanted) -> Iterator[tuple[str, Callable[[str], None]]]:
    """Where each report goes, and what makes and writes it. Each is imported only when it is wanted."""
    # Before the page, which shows it.
    if wanted.history:
        from scaffold.report.history import remember

        yield wanted.history, lambda target: remember(report, Path(target))
    if wanted.json:
        yield wanted.json, lambda target: _write(_as_json(report), target)
    if wanted.junit:
        from scaffold.report.junit import as_junit

        yield wanted.junit, lambda target: _write(as_junit(report), target)
    if wanted.markdown:
        yield wanted.markdown, lambda target: _write_markdown(report, target)
    if wanted.issue:
        from scaffold.report import SCHEMA
        from scaffold.report.markdown import as_issue

        yield wanted.issue, lambda target: _write(_json({"schema": SCHEMA, **asdict(as_issue(report))}), target)
    if wanted.html:
        yield wanted.html, lambda target: _write(_page(report, wanted.history), target)
    if wanted.annotations:
        yield STANDARD_OUTPUT, lambda target: _write(_annotations(report), target)


def _write_markdown(report: "Report", target: str) -> None:
    from scaffold.report.markdown import SUMMARY_BYTES, as_markdown

    if not _is_step_summary(target):
        _write(as_markdown(report), target)
        return
    # Other commands of the step may have written before, and all of it together must not be too much.
    with Path(target).open("a", encoding="utf-8") as file:
        file.write(as_markdown(report, limit=SUMMARY_BYTES - file.tell()))


def _is_step_summary(target: str) -> bool:
    """Whether it is the file that GitHub shows under the run."""
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    return bool(summary) and Path(target).resolve() == Path(str(summary)).resolve()


def _page(report: "Report", history: str | None) -> str:
    from scaffold.report.history import read
    from scaffold.report.page import as_page

    return as_page(report, read(Path(history)) if history else [])


def _annotations(report: "Report") -> str:
    from scaffold.catalog import templates_folder
    from scaffold.report.annotations import annotations

    return "".join(f"{line}\n" for line in annotations(report, templates_folder()))


def _as_json(report: "Report") -> str:
    from scaffold.report import as_json

    return _json(as_json(report))


def _json(data: object) -> str:
    import json

    return json.dumps(data, indent=2) + "\n"


def _write(text: str, target: str) -> None:
    if target == STANDARD_OUTPUT:
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, encoding="utf-8")


def _not_written(target: str, error: OSError) -> DestinationError:
    return DestinationError(f"The report could not be written to {target}: {error.strerror or error}.")
