"""When each phase of each cell was, and where the time went."""

from collections.abc import Sequence
from dataclasses import dataclass

from scaffold.model import Cell, Outcome, Report, Status
from scaffold.report.findings import STEPS, by_cell

# Outcomes of one step that are no further apart are one phase: between two requests nothing else was done.
GAP_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Span:
    """One phase of one cell, in seconds after the run began."""

    step: str
    begin: float
    end: float
    failed: bool

    @property
    def seconds(self) -> float:
        return self.end - self.begin


@dataclass(frozen=True, slots=True)
class Phase:
    """What one phase took, in all cells together."""

    step: str
    seconds: float
    cpu_seconds: float
    # The cell in which it took longest, and how long.
    slowest: Cell
    slowest_seconds: float


def timeline(report: Report) -> dict[Cell, list[Span]]:
    """The phases of each cell that was tried, cells that began first first; not those that were like another."""
    alike = repeated(report)
    found = {cell: _spans(outcomes) for cell, outcomes in by_cell(report).items() if cell not in alike}
    return dict(sorted(((cell, spans) for cell, spans in found.items() if spans), key=lambda entry: entry[1][0].begin))


def phases(report: Report) -> list[Phase]:
    """What each phase took, in the order of a cell."""
    alike = repeated(report)
    by_step: dict[str, list[Outcome]] = {}
    for outcome in report.outcomes:
        if outcome.ended_at and outcome.cell not in alike:
            by_step.setdefault(outcome.step, []).append(outcome)
    return [_phase(step, by_step[step]) for step in sorted(by_step, key=_place)]


def repeated(report: Report) -> set[Cell]:
    """The cells that were like an earlier one, tried once: what they took was taken there."""
    seen: set[object] = set()
    result = set()
    for cell, outcomes in by_cell(report).items():
        print_ = (cell.starter, *((outcome.step, outcome.check, outcome.ended_at) for outcome in outcomes))
        if print_ in seen and any(outcome.ended_at for outcome in outcomes):
            result.add(cell)
        seen.add(print_)
    return result


def _spans(outcomes: Sequence[Outcome]) -> list[Span]:
    """The phases in their order; a step may have several, with others between them."""
    spans: list[Span] = []
    timed = [outcome for outcome in outcomes if outcome.ended_at]
    for outcome in sorted(timed, key=lambda outcome: (outcome.ended_at, outcome.ended_at - outcome.seconds)):
        begin = max(outcome.ended_at - outcome.seconds, 0.0)
        failed = outcome.status is Status.FAILED
        last = spans[-1] if spans else None
        if last is not None and last.step == outcome.step and begin - last.end <= GAP_SECONDS:
            spans[-1] = Span(last.step, min(last.begin, begin), outcome.ended_at, last.failed or failed)
        else:
            spans.append(Span(outcome.step, begin, outcome.ended_at, failed))
    return spans


def _phase(step: str, outcomes: Sequence[Outcome]) -> Phase:
    by_cell: dict[Cell, float] = {}
    for outcome in outcomes:
        by_cell[outcome.cell] = by_cell.get(outcome.cell, 0.0) + outcome.seconds
    slowest = max(by_cell, key=lambda cell: by_cell[cell])
    cpu_seconds = sum(outcome.cpu_seconds for outcome in outcomes)
    return Phase(step, sum(by_cell.values()), cpu_seconds, slowest, by_cell[slowest])


def _place(step: str) -> tuple[int, str]:
    return (STEPS.index(step), "") if step in STEPS else (len(STEPS), step)
