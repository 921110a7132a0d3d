"""Drift as GitHub annotations: the worst ten, each at the line of the template that names the culprit."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from scaffold.model import DriftReport, Verdict
from scaffold.report.annotations import SHOWN, annotation, end_of, more
from scaffold.report.drift.findings import Finding, findings
from scaffold.report.drift.words import again, blame, remedy, warning
from scaffold.report.findings import whereabouts
from scaffold.report.places import Place, place_of_log, place_of_package, place_of_setting
from scaffold.report.plain import plain_report

# What a pull request is for, and what was not tried, are in the other reports.
_TOLD = (Verdict.FAILS, Verdict.CONTROL_FAILS, Verdict.UNEXPECTED_PASS, Verdict.WARNS, Verdict.EXPECTED)


def annotations(report: DriftReport, templates: Path) -> Iterator[str]:
    """A workflow command for each of the ten worst, and a notice of how many more there are."""
    told = [finding for finding in findings(plain_report(report)) if finding.drift.verdict in _TOLD]
    for finding in told[:SHOWN]:
        level = "error" if finding.drift.verdict.is_bad else "warning"
        title = f"{finding.starter}: {finding.drift.verdict}"
        yield annotation(level, _place(finding, templates), title, _text(finding, report.today))
    if len(told) > SHOWN:
        yield more(len(told) - SHOWN, "findings")


def _place(finding: Finding, templates: Path) -> Place:
    """The requirement, or the lock, of the culprit or of what warns; else what a log or framework.toml names."""
    drift = finding.drift
    if drift.verdict in (Verdict.UNEXPECTED_PASS, Verdict.EXPECTED):
        return place_of_setting(finding.starter, "expected_failure", templates)
    named = [culprit.first_bad.package for culprit in drift.culprits]
    # Who raises a warning is mostly not who has to change: that is whom it points at.
    named += [each for warned in drift.warned for each in (warned.distribution, *warned.points_at) if each]
    if place := place_of_package(finding.starter, named, templates):
        return place
    outcome = drift.failures[0] if drift.failures else None
    problem = outcome.problem if outcome else drift.reason
    return place_of_log(finding.starter, problem, outcome.tail if outcome else None, templates)


def _text(finding: Finding, today: date) -> str:
    drift = finding.drift
    lines = [f"{blame(drift) or drift.reason or drift.verdict} ({finding.choices})"]
    if drift.culprits:
        lines += [f"Until it is mended: {remedy(drift)}", f"Again: {again(drift, today)}"]
    lines += [f"{whereabouts(outcome)}: {outcome.problem}" for outcome in drift.failures]
    lines += [warning(warned, today) for warned in drift.warned]
    log = next((outcome.tail for outcome in drift.failures if outcome.tail), None)
    return "\n".join(lines) + end_of(log)
