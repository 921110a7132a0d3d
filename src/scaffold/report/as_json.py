"""A report as JSON. The form is stable: docs/commands.md describes it, and `schema` changes when it does."""

from collections.abc import Mapping

from scaffold import schemas
from scaffold.model import Cell, Outcome, Report, Resolution


def as_json(report: Report) -> dict[str, object]:
    """The report as plain dicts and lists; seconds are rounded to milliseconds."""
    return {
        "schema": schemas.REPORT,
        "passed": report.passed,
        "partial": report.partial,
        "started": report.started.isoformat(timespec="milliseconds") if report.started else None,
        "seconds": round(report.seconds, 3),
        "context": report.context,
        "outcomes": [outcome_as_json(outcome) for outcome in report.outcomes],
    }


def outcome_as_json(outcome: Outcome) -> dict[str, object]:
    return {
        **cell_as_json(outcome.cell),
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


def cell_as_json(cell: Cell) -> dict[str, object]:
    return {
        "starter": cell.starter,
        "python": cell.python,
        "resolution": str(cell.resolution),
        "options": dict(cell.options),
    }


def cell_of(table: Mapping[str, object]) -> Cell:
    """The cell that `cell_as_json` wrote; without options where they were not yet known."""
    options = table.get("options", {})
    if not isinstance(options, dict):
        raise TypeError(f"{options!a} are no options")
    return Cell(
        str(table["starter"]),
        str(table["python"]),
        Resolution(str(table["resolution"])),
        tuple((str(name), str(value)) for name, value in options.items()),
    )
