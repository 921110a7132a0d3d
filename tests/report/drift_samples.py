"""Drifts as runs give them: a starter for each verdict."""

from datetime import date

from scaffold.model import (
    Cell,
    Change,
    Culprit,
    Drift,
    DriftReport,
    Outcome,
    Release,
    Resolution,
    Status,
    Verdict,
    Warned,
)

from .samples import CONTEXT, STARTED, TAIL

TODAY = date(2026, 11, 20)
CHANGES = (
    Change("setuptools", "81.0.0", "82.0.0", date(2026, 2, 8)),
    Change("webob", None, "1.8.9", date(2026, 1, 2)),
    Change("legacy", "1.0", None),
)
CULPRIT = Culprit(
    Release("setuptools", "82.0.0", date(2026, 2, 8)),
    Release("setuptools", "81.0.0", date(2026, 1, 9)),
    "setuptools<82.0.0",
)
WARNED = (
    Warned("click", "DeprecationWarning", "this is removed in version 9.0"),
    Warned("werkzeug", "DeprecationWarning", "gone on 2027-01-31"),
)


def cell(starter: str, python: str = "3.12") -> Cell:
    return Cell(starter, python, Resolution.LATEST)


def failure(where: Cell, problem: str = "serve ended with status 1 before it answered", tail: str = TAIL) -> Outcome:
    return Outcome(where, "serve", "boot", Status.FAILED, problem, seconds=1.25, ended_at=3.5, tail=tail)


def failing(starter: str = "pyramid", python: str = "3.12") -> Drift:
    where = cell(starter, python)
    return Drift(
        where, Verdict.FAILS, CHANGES, (), (failure(where),), (CULPRIT,), 10, days_since_proof=63, seconds=42.5
    )


def one_of_each() -> tuple[Drift, ...]:
    """A drift for every verdict, each of a starter of its own; one fails on two Pythons."""
    broken = Cell("tornado", "3.12", Resolution.LOCKED)
    return (
        Drift(cell("falcon"), Verdict.NO_DRIFT, days_since_proof=0, seconds=0.5),
        Drift(cell("sanic"), Verdict.PASSES, CHANGES[1:2], days_since_proof=1),
        Drift(cell("flask"), Verdict.WARNS, CHANGES[:1], WARNED, days_since_proof=12),
        failing(),
        failing(python="3.13"),
        Drift(
            cell("django"),
            Verdict.EXPECTED,
            CHANGES[:1],
            failures=(failure(cell("django")),),
            reason="a mended release is promised (until 2026-12-31)",
            days_since_proof=2,
        ),
        Drift(cell("quart"), Verdict.UNEXPECTED_PASS, CHANGES[:1], reason="remove it", days_since_proof=2),
        Drift(Cell("tornado", "3.12", Resolution.LATEST), Verdict.CONTROL_FAILS, failures=(failure(broken),)),
        Drift(cell("robyn"), Verdict.NOT_TRIED, reason="the index cannot be reached", days_since_proof=3),
    )


def drift_report(drifts: tuple[Drift, ...] | None = None) -> DriftReport:
    return DriftReport(one_of_each() if drifts is None else drifts, TODAY, 95.125, ("sanic",), CONTEXT, STARTED)
