"""A report as Markdown for GitHub: the summary of a step, and the body of the one issue that a nightly job keeps."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scaffold.model import Outcome, Report, Resolution, Status
from scaffold.report.findings import (
    Failure,
    columns,
    failures_alike,
    headline,
    rows,
    suffix,
    verdicts,
    whereabouts,
)
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
    Status.PASSED: "✅",
    Status.FAILED: "❌",
    Status.EXCEPTED: "☑️",
    Status.NOT_TRIED: "⚪",
    Status.PROVEN: "✔️",
}


def as_markdown(report: Report, *, limit: int = SUMMARY_BYTES) -> str:
    """The report in at most `limit` bytes; what does not fit is left out from the end, and the last line says so."""
    report = plain_report(report)
    return fitting(
        [f"## {_title(report)}\n", facts(report), *_matrix(report)],
        [*(_failure(failure) for failure in failures_alike(report)), *_remarks(report)],
        limit,
    )


def as_issue(report: Report) -> Issue:
    """The issue as it should be after this run."""
    report = plain_report(report)
    starters = list(dict.fromkeys(failure.starter for failure in failures_alike(report)))
    first = marker("smoke")
    if starters:
        title = f"Nightly smoke test: {some(starters)} {'fails' if len(starters) == 1 else 'fail'}"
    elif report.passed:
        title = "Nightly smoke test: all is well"
    else:
        title = f"Nightly smoke test: {headline(report)[0].lower()}{headline(report)[1:]}"
    note = "This issue is edited by every run and closed by the first that passes."
    body = fitting(
        [f"{first}\n", f"**{_title(report)}**\n", facts(report), f"{note}\n", *_matrix(report)],
        [*(_failure(failure) for failure in failures_alike(report)), *_remarks(report)],
        ISSUE_BYTES,
    )
    return Issue(first, title, body, open=not report.passed)


def _title(report: Report) -> str:
    return f"{'✅' if report.passed else '❌'} {headline(report)}"


def _matrix(report: Report) -> Iterator[str]:
    """A table with a row for each starter, and for each row of its options, a line a part."""
    heads = columns(report)
    if not heads:
        return
    names = [python if resolution is Resolution.LOCKED else f"{python} {resolution}" for resolution, python in heads]
    yield "\n".join(
        [
            f"| | {' | '.join(escaped(name) for name in names)} |",
            f"|---|{':---:|' * len(names)}",
            *_rows(report, heads),
            "",
        ]
    )
    used = set(verdicts(report).values())
    yield f"{', '.join(f'{sign} {status}' for status, sign in _SIGNS.items() if status in used)}\n"


def _rows(report: Report, heads: Sequence[tuple[Resolution, str]]) -> Iterator[str]:
    found = verdicts(report)
    for row in rows(report):
        statuses = [found.get(replace(row, python=python, resolution=resolution)) for resolution, python in heads]
        yield f"| {escaped(row.variant)} | {' | '.join(_SIGNS[status] if status else '' for status in statuses)} |"


def _failure(failure: Failure) -> str:
    """A line that can be unfolded; in it the problem, and the end of the log."""
    lines = [
        f"<details><summary>❌ <b>{escaped(failure.starter)}</b> {escaped(failure.where)}, "
        f"{escaped(failure.choices)}</summary>",
        "",
        fenced(cut(failure.outcome.problem or "It failed.")),
    ]
    if failure.outcome.tail:
        lines += ["", "The end of the log:" if len(failure.cells) == 1 else "The end of the first log:", ""]
        lines.append(fenced(failure.outcome.tail))
    return "\n".join([*lines, "", "</details>", ""])


def _remarks(report: Report) -> Iterator[str]:
    """Why something was not tried or is excepted: nothing is silent, and the same is not said twice."""
    reasons: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in report.outcomes:
        if outcome.status in (Status.NOT_TRIED, Status.EXCEPTED):
            reasons.setdefault((outcome.status, outcome.problem or ""), []).append(outcome)
    for (status, problem), outcomes in reasons.items():
        cells = list(dict.fromkeys(outcome.cell for outcome in outcomes))
        shown = ", ".join(f"{cell.starter} {cell.python}{suffix(cell)}" for cell in cells[:6])
        more = f" and {len(cells) - 6} more" if len(cells) > 6 else ""
        check = whereabouts(outcomes[0])
        yield f"- {_SIGNS[Status(status)]} {status}: {escaped(shown)}{more}, {escaped(check)}: {code(cut(problem))}"
