"""A drift as a report of outcomes: for the forms that know nothing but those."""

from collections.abc import Iterator
from dataclasses import replace

from scaffold.model import Drift, DriftReport, Outcome, Report, Status, Verdict
from scaffold.report.drift.words import blame, counts

_STATUS = {
    Verdict.EXPECTED: Status.EXCEPTED,
    Verdict.NOT_TRIED: Status.NOT_TRIED,
}


def as_outcomes(report: DriftReport) -> Report:
    """Of each cell the verdict, as a check named "drift", and after it what failed."""
    outcomes = tuple(outcome for drift in report.drifts for outcome in _outcomes(drift))
    context = {**report.context, "today": report.today.isoformat()}
    return Report(outcomes, report.seconds, context, report.started, report.partial)


def _outcomes(drift: Drift) -> Iterator[Outcome]:
    status = Status.FAILED if drift.verdict.is_bad else _STATUS.get(drift.verdict, Status.PASSED)
    said = ". ".join(filter(None, (str(drift.verdict), drift.reason, blame(drift))))
    problem = None if status is Status.PASSED else said
    yield Outcome(
        drift.cell, "drift", "drift", status, problem, detail=f"{drift.verdict}, {counts(drift)}", seconds=drift.seconds
    )
    for outcome in drift.failures:
        yield replace(outcome, cell=drift.cell, status=status, seconds=0.0)
