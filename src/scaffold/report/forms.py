"""Every form that a report has, whichever kind of run it tells of. Each is imported only when it is wanted."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.errors import UsageError
from scaffold.model import DriftReport, Report

if TYPE_CHECKING:
    from scaffold.report.markup import Issue

AnyReport = Report | DriftReport


def read(files: Sequence[Path]) -> AnyReport:
    """One report of what `--jsonl` wrote into some files: the first line says of which kind. Raises UsageError."""
    from scaffold.report import lines
    from scaffold.report.drift import lines as drift_lines
    from scaffold.report.records import read_lines, records_in

    smokes: list[Report] = []
    drifts: list[DriftReport] = []
    for file in files:
        written = read_lines(file)
        first = next(iter(records_in(written[:1], str(file))), {})
        if first.get("record") == drift_lines.FIRST:
            drifts.append(drift_lines.report_of(written, name=str(file)))
        else:
            smokes.append(lines.report_of(written, name=str(file)))
    if smokes and drifts:
        raise UsageError("Runs of smoke and of drift make no report together. Give files of one kind.")
    return drift_lines.merged(drifts) if drifts else lines.merged(smokes)


def as_json(report: AnyReport) -> dict[str, object]:
    if isinstance(report, DriftReport):
        from scaffold.report.drift.as_json import as_json as drift_as_json

        return drift_as_json(report)
    from scaffold.report.as_json import as_json

    return as_json(report)


def as_junit(report: AnyReport) -> str:
    from scaffold.report.junit import as_junit

    if isinstance(report, DriftReport):
        from scaffold.report.drift.outcomes import as_outcomes

        report = as_outcomes(report)
    return as_junit(report)


def as_markdown(report: AnyReport, limit: int | None = None) -> str:
    from scaffold.report.markup import SUMMARY_BYTES

    limit = SUMMARY_BYTES if limit is None else limit
    if isinstance(report, DriftReport):
        from scaffold.report.drift.markdown import as_markdown as drift_as_markdown

        return drift_as_markdown(report, limit=limit)
    from scaffold.report.markdown import as_markdown

    return as_markdown(report, limit=limit)


def as_issue(report: AnyReport) -> "Issue":
    if isinstance(report, DriftReport):
        from scaffold.report.drift.markdown import as_issue as drift_as_issue

        return drift_as_issue(report)
    from scaffold.report.markdown import as_issue

    return as_issue(report)


def annotations(report: AnyReport, templates: Path) -> Iterator[str]:
    if isinstance(report, DriftReport):
        from scaffold.report.drift.annotations import annotations as drift_annotations

        return drift_annotations(report, templates)
    from scaffold.report.annotations import annotations

    return annotations(report, templates)


def as_page(report: AnyReport, history: Path | None) -> str:
    """The page; with the file of a history, also how it was before. Raises UsageError where that is none."""
    if isinstance(report, DriftReport):
        from scaffold.report.drift import history as drifts
        from scaffold.report.drift.page import as_page as drift_as_page

        return drift_as_page(report, drifts.read(history) if history else [])
    from scaffold.report import history as runs
    from scaffold.report.page import as_page

    return as_page(report, runs.read(history) if history else [])


def remember(report: AnyReport, history: Path) -> None:
    """Add a run to the file. Raises UsageError where that is no history of its kind, OSError."""
    if isinstance(report, DriftReport):
        from scaffold.report.drift.history import remember as remember_drift

        remember_drift(report, history)
        return
    from scaffold.report.history import remember

    remember(report, history)


def check_history(history: Path, *, of_drifts: bool) -> None:
    """Raise UsageError where a file holds something else than a history of that kind."""
    if of_drifts:
        from scaffold.report.drift.history import read as read_drifts

        read_drifts(history)
        return
    from scaffold.report.history import read as read_runs

    read_runs(history)
