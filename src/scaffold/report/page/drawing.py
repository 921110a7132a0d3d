"""Where things stand on the page: lengths and places of bars, in percent or in the units of a small picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from scaffold.model import Cell, Status
from scaffold.report import trends
from scaffold.report.history import Past
from scaffold.report.timeline import Phase, Span
from scaffold.report.trends import Bar, Spark

# What is shorter is drawn as wide as this, or it could not be seen.
LEAST_PERCENT = 0.15
MOST_TICKS = 7
_NICE_SECONDS = (0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600, 7200, 14_400)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a row, in percent of its width."""

    x: float
    width: float
    step: str
    failed: bool
    # What it is, in words.
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


def duration(seconds: float) -> str:
    """ "0.43 s", "12.3 s", "4 min 12 s", "1 h 04 min"."""
    if seconds < 10:
        return f"{seconds:.2f} s"
    if seconds < 99.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"


def blocks(spans: Sequence[Span], total: float) -> list[Block]:
    """A row of the timeline."""
    return [
        Block(
            round(100 * span.begin / total, 3),
            round(max(100 * span.seconds / total, LEAST_PERCENT), 3),
            span.step,
            span.failed,
            f"{span.step}{' (failed)' if span.failed else ''}: {duration(span.seconds)}, from {duration(span.begin)}",
        )
        for span in spans
    ]


def row(phases: Sequence[Phase]) -> list[Block]:
    """All phases in one row, one after the other, each as wide as its share of the time."""
    total = sum(phase.seconds for phase in phases) or 1.0
    result: list[Block] = []
    x = 0.0
    for phase in phases:
        width = 100 * phase.seconds / total
        title = f"{phase.step}: {duration(phase.seconds)}, {width:.0f} %"
        result.append(Block(round(x, 3), round(width, 3), phase.step, False, title))
        x += width
    return result


def ticks(total: float) -> list[Tick]:
    """Round numbers of seconds or minutes along a time line."""
    step = next((nice for nice in _NICE_SECONDS if total / nice <= MOST_TICKS), _NICE_SECONDS[-1])
    unit, name = (3600, "h") if step >= 3600 else (60, "min") if step >= 60 else (1, "s")
    return [
        Tick(round(100 * number * step / total, 3), f"{number * step / unit:g} {name}")
        for number in range(int(total / step) + 1)
    ]


def spark(runs: Sequence[Past], cell: Cell) -> Spark | None:
    """The last runs in which the cell was tried, as high as each took long; None where there are fewer than two."""
    tried = [run.cells[cell] for run in runs if cell in run.cells]
    tried = [field for field in tried if field.status not in (Status.NOT_TRIED, Status.PROVEN)][-trends.SPARK_RUNS :]
    if len(tried) < 2:
        return None
    longest = max(field.seconds for field in tried) or 1.0
    failed = sum(field.status is Status.FAILED for field in tried)
    return trends.spark(
        [
            (max(2.0, round(trends.SPARK_HEIGHT * field.seconds / longest, 1)), field.status is Status.FAILED)
            for field in tried
        ],
        f"the last {len(tried)} runs: {failed or 'none'} failed; {duration(tried[-1].seconds)} in the last",
    )


def bars(runs: Sequence[Past]) -> list[Bar]:
    """The last runs, each as high as it took long; none where there are fewer than two."""
    shown = runs[-trends.BAR_RUNS :]
    longest = max((run.seconds for run in shown), default=0.0) or 1.0
    return trends.bars([(max(4.0, 100 * run.seconds / longest), _kind(run), _of(run)) for run in shown])


def _kind(run: Past) -> str:
    if run.passed:
        return "usual"
    return "early" if run.partial else "wrong"


def _of(run: Past) -> str:
    failed = sum(field.status is Status.FAILED for field in run.cells.values())
    versions = ", ".join(
        f"{name} {value.removeprefix(f'{name} ')}" for name, value in run.versions.items() if name != "platform"
    )
    word = "ended early" if run.partial else "passed" if run.passed else f"{failed} of {len(run.cells)} cells failed"
    return f"{run.started:%Y-%m-%d %H:%M}: {word}, {duration(run.seconds)}; {versions}"
