"""Where things stand on the page: days along a line, and the runs of the past, in percent or in small units."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scaffold.model import Cell, Change, Verdict
from scaffold.report import trends
from scaffold.report.drift.history import Past
from scaffold.report.trends import Bar, Spark

# As many dots stand beside each other; more of the same days stand one above the other.
COLUMNS = 100
DOT_PITCH = 9
MOST_MONTHS = 8
# Of the width, for the days at both ends.
EDGE = 12


@dataclass(frozen=True, slots=True)
class Dot:
    """A release: in percent of the width, and in units above the line."""

    x: float
    y: int
    blamed: bool
    title: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """When what changed was released."""

    dots: Sequence[Dot]
    first: date
    last: date
    # Where a month begins, and its name; none where the two days stand.
    months: Sequence[tuple[float, str]]
    height: int


def spark(runs: Sequence[Past], cell: Cell) -> Spark | None:
    """The last runs in which the cell was tried, low without drift, full to be looked at; None for fewer than two."""
    tried = [run.cells[cell] for run in runs if run.cells.get(cell, Verdict.NOT_TRIED) is not Verdict.NOT_TRIED]
    tried = tried[-trends.SPARK_RUNS :]
    if len(tried) < 2:
        return None
    told = ", ".join(f"{count} times {verdict}" for verdict, count in Counter(tried).most_common())
    heights = [trends.SPARK_HEIGHT if each.is_bad else 3 if each is Verdict.NO_DRIFT else 8 for each in tried]
    return trends.spark(
        [(height, each.is_bad) for height, each in zip(heights, tried, strict=True)],
        f"the last {len(tried)} runs: {told}",
    )


def bars(runs: Sequence[Past]) -> list[Bar]:
    """The last runs, each as high as the share of its cells that drifted; none where there are fewer than two."""
    return trends.bars([(_height(run), _kind(run), _of(run)) for run in runs[-trends.BAR_RUNS :]])


def calendar(moved: Sequence[tuple[Change, Sequence[str], bool]], today: date) -> Calendar | None:
    """Each release that has a day, from the oldest until today; None where that would show nothing."""
    dated = [(change.released, change, starters, blamed) for change, starters, blamed in moved if change.released]
    if len(dated) < 2:
        return None
    first = min(day for day, *_ in dated)
    last = max(today, *(day for day, *_ in dated))
    days = max((last - first).days, 1)
    standing: Counter[int] = Counter()
    dots = []
    # What is blamed is on the line, where it is seen.
    for day, change, starters, blamed in sorted(dated, key=lambda each: (not each[3], each[0])):
        column = round((COLUMNS - 1) * (day - first).days / days)
        title = f"{day}: {change.package} {change.old or '(new)'} -> {change.new}, in {', '.join(starters)}"
        x = round(100 * (column + 0.5) / COLUMNS, 2)
        dots.append(Dot(x, standing[column] * DOT_PITCH, blamed, title))
        standing[column] += 1
    return Calendar(dots, first, last, _months(first, days), max(standing.values()) * DOT_PITCH)


def _months(first: date, days: int) -> list[tuple[float, str]]:
    """The first days of months along the line, as many of them as have room."""
    begins = []
    year, month = first.year, first.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = date(year, month, 1)
        if (day - first).days > days:
            break
        begins.append(day)
    every = -(-len(begins) // MOST_MONTHS) or 1
    places = [(round(100 * (day - first).days / days, 2), f"{day:%Y-%m}") for day in begins[::every]]
    return [(x, name) for x, name in places if EDGE < x < 100 - EDGE]


def _height(run: Past) -> float:
    drifted = sum(verdict not in (Verdict.NO_DRIFT, Verdict.NOT_TRIED) for verdict in run.cells.values())
    return max(6.0, 100 * drifted / (len(run.cells) or 1))


def _kind(run: Past) -> str:
    if run.partial:
        return "early"
    return "wrong" if run.failed else "usual"


def _of(run: Past) -> str:
    counts = Counter(run.cells.values())
    word = "ended early: " if run.partial else ""
    return f"{run.today}: {word}{', '.join(f'{count} {verdict}' for verdict, count in counts.most_common())}"
