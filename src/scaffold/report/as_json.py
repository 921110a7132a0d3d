"""A report as JSON. The form is stable: docs/commands.md describes it, and `schema` changes when it does."""

from scaffold.model import Outcome, Report

SCHEMA = 1


def as_json(report: Report) -> dict[str, object]:
    """The report as plain dicts and lists; seconds are rounded to milliseconds."""
    return {
        "schema": SCHEMA,
        "passed": report.passed,
        "seconds": round(report.seconds, 3),
        "context": report.context,
        "outcomes": [_outcome(outcome) for outcome in report.outcomes],
    }


def _outcome(outcome: Outcome) -> dict[str, object]:
    return {
        "starter": outcome.cell.starter,
        "python": outcome.cell.python,
        "resolution": str(outcome.cell.resolution),
        "options": dict(outcome.cell.options),
        "step": str(outcome.step),
        "check": outcome.check,
        "status": str(outcome.status),
        "problem": outcome.problem,
        "detail": outcome.detail,
        "seconds": round(outcome.seconds, 3),
        "ended_at": round(outcome.ended_at, 3),
        "cpu_seconds": round(outcome.cpu_seconds, 3),
        "tail": outcome.tail,
    }
