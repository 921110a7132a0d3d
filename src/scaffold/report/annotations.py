"""Failures as GitHub annotations: the worst ten, each at the file of the template that it comes from."""

from collections.abc import Iterator
from pathlib import Path

from scaffold.model import TEMPLATE, Report
from scaffold.report.findings import failures_alike
from scaffold.report.places import NOWHERE, Place, place_of_log
from scaffold.report.plain import plain_report

# GitHub shows ten errors of a step and drops the others.
SHOWN = 10
LOG_CHARACTERS = 1500


def annotations(report: Report, templates: Path) -> Iterator[str]:
    """A workflow command for each of the ten worst, and a notice of how many more there are."""
    failures = failures_alike(plain_report(report))
    for failure in failures[:SHOWN]:
        outcome = failure.outcome
        # A template of others may have the name of one of ours.
        theirs = TEMPLATE in report.context
        place = NOWHERE if theirs else place_of_log(failure.starter, outcome.problem, outcome.tail, templates)
        text = f"{outcome.problem or 'It failed.'} ({failure.choices}){end_of(outcome.tail)}"
        yield annotation("error", place, f"{failure.starter}: {failure.where}", text)
    if len(failures) > SHOWN:
        yield more(len(failures) - SHOWN, "failures")


def annotation(level: str, place: Place, title: str, text: str) -> str:
    """A workflow command of GitHub; `level` is error, warning or notice."""
    file, line = place
    properties = {
        **({"file": file} if file else {}),
        **({"line": str(line)} if line else {}),
        "title": title,
    }
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {given}::{_data(text)}"


def more(count: int, what: str) -> str:
    """The last one, where GitHub would drop the others."""
    return annotation("notice", NOWHERE, "scaffold", f"{count} more {what} are in the report.")


def end_of(log: str | None) -> str:
    """As much of the end of a log as an annotation can show."""
    return f"\n\n{log[-LOG_CHARACTERS:]}" if log else ""


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
