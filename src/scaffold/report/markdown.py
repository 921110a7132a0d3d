"""A report as Markdown for GitHub: the summary of a step, and the body of the one issue that a nightly job keeps."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
from scaffold.report.plain import plain_report

# GitHub drops a whole summary of more than 1 MiB.
SUMMARY_BYTES = 2**20 - 1
# And refuses an issue whose body has more characters; bytes are never fewer.
ISSUE_BYTES = 65_536
PROBLEM_CHARACTERS = 600
# For what is left out to be named in.
_RESERVED_BYTES = 200

_SIGNS = {
    Status.PASSED: "✅",
    Status.FAILED: "❌",
    Status.EXCEPTED: "☑️",
    Status.NOT_TRIED: "⚪",
    Status.PROVEN: "✔️",
}


@dataclass(frozen=True, slots=True)
class Issue:
    """The one issue of a job: found by its marker, edited each night, closed when all is well."""

    marker: str
    title: str
    body: str
    open: bool


def as_markdown(report: Report, *, limit: int = SUMMARY_BYTES) -> str:
    """The report in at most `limit` bytes; what does not fit is left out from the end, and the last line says so."""
    report = plain_report(report)
    return _fitting(
        [f"## {_title(report)}\n", _facts(report), *_matrix(report)],
        [*(_failure(failure) for failure in failures_alike(report)), *_remarks(report)],
        limit,
    )


def as_issue(report: Report, *, job: str = "smoke") -> Issue:
    """The issue as it should be after this run. `job` tells the issues of several nightly jobs apart."""
    report = plain_report(report)
    marker = f"<!-- scaffold {job}: edited by every run, do not change this line -->"
    starters = list(dict.fromkeys(failure.starter for failure in failures_alike(report)))
    named = f"{', '.join(starters[:3])}{f' and {len(starters) - 3} more' if len(starters) > 3 else ''}"
    if starters:
        title = f"Nightly smoke test: {named} {'fails' if len(starters) == 1 else 'fail'}"
    elif report.passed:
        title = "Nightly smoke test: all is well"
    else:
        title = f"Nightly smoke test: {headline(report)[0].lower()}{headline(report)[1:]}"
    note = "This issue is edited by every run and closed by the first that passes."
    body = _fitting(
        [f"{marker}\n", f"**{_title(report)}**\n", _facts(report), f"{note}\n", *_matrix(report)],
        [*(_failure(failure) for failure in failures_alike(report)), *_remarks(report)],
        ISSUE_BYTES,
    )
    return Issue(marker, title, body, open=not report.passed)


def _fitting(head: Sequence[str], parts: Sequence[str], limit: int) -> str:
    """As many of the parts as fit, and a word about the others. Of the head nothing is left out but its end."""
    left = limit - _RESERVED_BYTES
    if left < 0:
        return ""
    taken: list[str] = []
    for number, part in enumerate((*head, *parts)):
        left -= len(part.encode()) + 1
        if left < 0:
            missing = len(head) + len(parts) - number
            what = "1 more part was" if missing == 1 else f"{missing} more parts were"
            taken.append(f"\n**{what} left out here: GitHub takes no more. The JSON Lines of the run have all.**\n")
            break
        taken.append(part)
    return "\n".join(taken)


def _title(report: Report) -> str:
    return f"{'✅' if report.passed else '❌'} {headline(report)}"


def _facts(report: Report) -> str:
    facts = [f"{report.started:%Y-%m-%d %H:%M} UTC"] if report.started else []
    facts.append(f"{report.seconds:.0f} s")
    facts += [
        f"{name} {_escaped(report.context[name].removeprefix(f'{name} '))}"
        for name in ("scaffold", "copier", "uv")
        if name in report.context
    ]
    return f"{', '.join(facts)}\n"


def _matrix(report: Report) -> Iterator[str]:
    """A table with a row for each starter, and for each row of its options, a line a part."""
    heads = columns(report)
    if not heads:
        return
    names = [python if resolution is Resolution.LOCKED else f"{python} {resolution}" for resolution, python in heads]
    yield "\n".join(
        [
            f"| | {' | '.join(_escaped(name) for name in names)} |",
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
        yield f"| {_escaped(row.variant)} | {' | '.join(_SIGNS[status] if status else '' for status in statuses)} |"


def _failure(failure: Failure) -> str:
    """A line that can be unfolded; in it the problem, and the end of the log."""
    lines = [
        f"<details><summary>❌ <b>{_escaped(failure.starter)}</b> {_escaped(failure.where)}, "
        f"{_escaped(failure.choices)}</summary>",
        "",
        _fenced(_cut(failure.outcome.problem or "It failed.")),
    ]
    if failure.outcome.tail:
        lines += ["", "The end of the log:" if len(failure.cells) == 1 else "The end of the first log:", ""]
        lines.append(_fenced(failure.outcome.tail))
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
        yield f"- {_SIGNS[Status(status)]} {status}: {_escaped(shown)}{more}, {_escaped(check)}: {_code(_cut(problem))}"


def _cut(text: str) -> str:
    return text if len(text) <= PROBLEM_CHARACTERS else f"{text[:PROBLEM_CHARACTERS]} ... (cut)"


def _fenced(text: str) -> str:
    """A block of code that nothing in the text can end."""
    fence = "`" * max(3, _longest_run_of_backticks(text) + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}"


def _code(text: str) -> str:
    """Code within a line, in which nobody is mentioned and nothing is a tag."""
    text = " ".join(text.split()) or "no reason is known"
    ticks = "`" * (_longest_run_of_backticks(text) + 1)
    return f"{ticks} {text} {ticks}"


def _longest_run_of_backticks(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _escaped(text: str) -> str:
    """Text within a line or a table, in which nothing is markup and nobody is mentioned."""
    text = re.sub(r"[\\`*_\[\]|~]", lambda found: f"&#{ord(found[0])};", html.escape(" ".join(text.split())))
    # A person or an issue is found in what was rendered, where an escape is gone: so a space of no width parts them.
    return re.sub(r"(@|(?<!&)#)", r"\1&#8203;", text)
