"""A drift as Markdown for GitHub: the summary of a step, and the body of the one issue that a nightly job keeps."""

from collections.abc import Iterator, Sequence
from datetime import date

from scaffold.ages import ago
from scaffold.model import Change, Drift, DriftReport, Verdict
from scaffold.report.drift.findings import Finding, findings, headline
from scaffold.report.drift.words import again, blame, counts, remedy, warning
from scaffold.report.findings import version_key, whereabouts
from scaffold.report.markup import (
    ISSUE_BYTES,
    SUMMARY_BYTES,
    Issue,
    code,
    cut,
    escaped,
    facts,
    fenced,
    fitting,
    marker,
    some,
)
from scaffold.report.plain import plain_report

_SIGNS = {
    Verdict.NO_DRIFT: "✅",
    Verdict.PASSES: "🆕",
    Verdict.WARNS: "⚠️",
    Verdict.FAILS: "❌",
    Verdict.EXPECTED: "☑️",
    Verdict.UNEXPECTED_PASS: "❗",
    Verdict.CONTROL_FAILS: "🚫",
    Verdict.NOT_TRIED: "⚪",
}


def as_markdown(report: DriftReport, *, limit: int = SUMMARY_BYTES) -> str:
    """The report in at most `limit` bytes; what does not fit is left out from the end, and the last line says so."""
    report = plain_report(report)
    return fitting([f"## {_title(report)}\n", *_head(report)], _parts(report), limit)


def as_issue(report: DriftReport) -> Issue:
    """The issue as it should be after this run: open where a person has to do something."""
    report = plain_report(report)
    first = marker("drift")
    bad = list(dict.fromkeys(drift.cell.starter for drift in report.drifts if drift.verdict.is_bad))
    if bad:
        title = f"Nightly drift: {some(bad)} {'needs' if len(bad) == 1 else 'need'} a look"
    elif report.failed:
        title = f"Nightly drift: {headline(report)[0].lower()}{headline(report)[1:]}"
    else:
        title = "Nightly drift: all is well"
    note = "This issue is edited by every run, and closed by the first in which nothing fails."
    head = [f"{first}\n", f"**{_title(report)}**\n", f"{note}\n", *_head(report)]
    return Issue(first, title, fitting(head, _parts(report), ISSUE_BYTES), open=report.failed)


def _title(report: DriftReport) -> str:
    return f"{'❌' if report.failed else '🆕' if report.drifted else '✅'} {headline(report)}"


def _head(report: DriftReport) -> Iterator[str]:
    seen_from_another_day = report.started is not None and report.started.date() != report.today
    yield facts(report, *([f"as of {report.today}"] if seen_from_another_day else []))
    if report.accepted:
        yield f"Accepted into the templates: {escaped(', '.join(report.accepted))}\n"
    pythons = sorted({drift.cell.python for drift in report.drifts}, key=version_key)
    yield "\n".join(
        [
            f"| | {' | '.join(escaped(python) for python in pythons)} | last proven |",
            f"|---|{':---:|' * len(pythons)}---|",
            *_rows(report, pythons),
            "",
        ]
    )
    used = {drift.verdict for drift in report.drifts}
    yield f"{', '.join(f'{sign} {verdict}' for verdict, sign in _SIGNS.items() if verdict in used)}\n"


def _rows(report: DriftReport, pythons: Sequence[str]) -> Iterator[str]:
    by_starter: dict[str, dict[str, Drift]] = {}
    for drift in report.drifts:
        by_starter.setdefault(drift.cell.starter, {})[drift.cell.python] = drift
    for starter, found in by_starter.items():
        signs = [_SIGNS[found[python].verdict] if python in found else "" for python in pythons]
        days = [drift.days_since_proof for drift in found.values() if drift.days_since_proof is not None]
        yield f"| {escaped(starter)} | {' | '.join(signs)} | {ago(days[0]) if days else ''} |"


def _parts(report: DriftReport) -> list[str]:
    return [_part(finding, report.today) for finding in findings(report)]


def _part(finding: Finding, today: date) -> str:
    """A line that can be unfolded; in it why, and what changed."""
    drift = finding.drift
    said = blame(drift) or (counts(drift) if finding.changes else "")
    lines = [
        f"<details><summary>{_SIGNS[drift.verdict]} <b>{escaped(finding.starter)}</b> {drift.verdict}, "
        f"{escaped(finding.choices)}{f': {escaped(said)}' if said else ''}</summary>",
        "",
        *([fenced(cut(drift.reason)), ""] if drift.reason else []),
        *(_culprits(drift, today) if drift.culprits else []),
    ]
    for outcome in drift.failures:
        lines += [f"{escaped(whereabouts(outcome))}:", "", fenced(cut(outcome.problem or "It failed.")), ""]
        lines += ["The end of the log:", "", fenced(outcome.tail), ""] if outcome.tail else []
    lines += [f"- {code(cut(warning(warned, today)))}" for warned in drift.warned]
    lines += ["", *_changes(finding.changes)] if finding.changes else []
    return "\n".join([*lines, "", "</details>", ""])


def _culprits(drift: Drift, today: date) -> Iterator[str]:
    yield f"- Until it is mended: {code(remedy(drift))}"
    yield f"- Again: {code(again(drift, today))}"
    yield ""


def _changes(changes: Sequence[Change]) -> Iterator[str]:
    yield "| package | verified | fresh | released |"
    yield "|---|---|---|---|"
    for change in changes:
        cells = (change.package, change.old or "(new)", change.new or "(gone)", str(change.released or ""))
        yield f"| {' | '.join(escaped(cell) for cell in cells)} |"
