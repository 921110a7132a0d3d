"""What a report comes to: the verdict on each cell, the failures that are one, the worst first, one sentence."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scaffold.contract import BOOT
from scaffold.model import Answers, Cell, Mode, Outcome, Report, Resolution, Status

# In the order of a cell: what fails early keeps more from working.
STEPS = ("render", "install", "setup", str(Mode.SERVE), str(Mode.DEV), "tests", "ruff", "format")


@dataclass(frozen=True, slots=True)
class Failure:
    """One check of a starter that failed in the same words, in as many cells as it did."""

    # The first of them, with its log.
    outcome: Outcome
    cells: tuple[Cell, ...]

    @property
    def starter(self) -> str:
        return self.outcome.cell.starter

    @property
    def where(self) -> str:
        """The check, with its step where that is not its name."""
        return whereabouts(self.outcome)

    @property
    def choices(self) -> str:
        """ "Python 3.11, 3.12 (latest)": the cells, without the starter."""
        return "Python " + ", ".join(f"{cell.python}{suffix(cell)}" for cell in self.cells)


def whereabouts(outcome: Outcome) -> str:
    return outcome.check if outcome.check == outcome.step else f"{outcome.step} {outcome.check}"


def suffix(cell: Cell) -> str:
    """The options, where it has any, and which versions, where these are not the verified ones."""
    versions = "" if cell.resolution is Resolution.LOCKED else str(cell.resolution)
    text = ", ".join(filter(None, (cell.chosen, versions)))
    return f" ({text})" if text else ""


def verdict(outcomes: Sequence[Outcome]) -> Status:
    """The one status of a cell."""
    statuses = {outcome.status for outcome in outcomes}
    for status in (Status.FAILED, Status.NOT_TRIED, Status.PROVEN, Status.EXCEPTED):
        if status in statuses:
            return status
    return Status.PASSED


def verdicts(report: Report) -> dict[Cell, Status]:
    """The verdict on each cell, in the order of the report."""
    return {cell: verdict(outcomes) for cell, outcomes in by_cell(report).items()}


def by_cell(report: Report) -> dict[Cell, list[Outcome]]:
    """The outcomes of each cell; `Report.of` looks through all of them each time."""
    result: dict[Cell, list[Outcome]] = {}
    for outcome in report.outcomes:
        result.setdefault(outcome.cell, []).append(outcome)
    return result


def failures_alike(report: Report) -> list[Failure]:
    """The failures, each starter's worst first, and none of a second kind before every starter had its first."""
    alike: dict[tuple[str, ...], list[Outcome]] = {}
    for outcome in report.failed:
        key = (outcome.cell.starter, outcome.step, outcome.check, outcome.problem or "")
        alike.setdefault(key, []).append(outcome)
    by_starter: dict[str, list[Failure]] = {}
    for outcomes in alike.values():
        cells = tuple(outcome.cell for outcome in outcomes)
        first = next((outcome for outcome in outcomes if outcome.tail), outcomes[0])
        by_starter.setdefault(first.cell.starter, []).append(Failure(first, cells))
    ranked = [
        (place, _severity(failure), failure)
        for failures in by_starter.values()
        for place, failure in enumerate(sorted(failures, key=_severity))
    ]
    return [failure for *_, failure in sorted(ranked, key=lambda entry: entry[:2])]


def _severity(failure: Failure) -> tuple[int, bool, int]:
    """The less the worse."""
    step, check = failure.outcome.step, failure.outcome.check
    return STEPS.index(step) if step in STEPS else len(STEPS), check != BOOT, -len(failure.cells)


def headline(report: Report) -> str:
    """What came of the run, in a few words: "2 of 81 cells failed"."""
    counts = Counter(verdicts(report).values())
    cells = sum(counts.values())
    failed, not_tried = counts[Status.FAILED], counts[Status.NOT_TRIED]
    good = cells - failed - not_tried
    if cells == 1 and not report.partial and not not_tried:
        return f"{report.outcomes[0].cell} {'failed' if failed else 'passed'}"
    if report.partial:
        return f"Ended early: of {_cells(cells)}, {good} passed, {failed} failed, {not_tried} not done"
    if failed:
        return f"{failed} of {_cells(cells)} failed"
    if not good:
        return "Nothing was tried"
    if not_tried:
        return f"{good} of {_cells(cells)} passed, {not_tried} not tried"
    return f"All {cells} cells passed"


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def columns(report: Report) -> list[tuple[Resolution, str]]:
    """What stands over the matrix: each resolution with each of its Pythons."""
    order = list(Resolution)
    pairs = {(cell.resolution, cell.python) for cell in report.cells()}
    return sorted(pairs, key=lambda pair: (order.index(pair[0]), version_key(pair[1])))


def rows(report: Report) -> list[Cell]:
    """What stands beside the matrix: of each starter, with each row of its options, the first cell."""
    first: dict[tuple[str, Answers], Cell] = {}
    for cell in report.cells():
        first.setdefault((cell.starter, cell.options), cell)
    return list(first.values())


def version_key(version: str) -> tuple[tuple[int, int, str], ...]:
    """For sorting: 3.9 before 3.11."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in version.split("."))
