"""The live table: each cell at its step, what is under way and what failed first, and a count of the rest."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from scaffold.cli.progress import Done
from scaffold.model import Cell, Resolution

WAITING = "waiting"
DONE = "done"
# The heading, the count, and the line that the cursor stands in.
OTHER_LINES = 3
_SIGNS = {True: ("✓", "green"), False: ("✗", "bold red"), None: ("-", "yellow")}
_PLAIN_SIGNS = {"✓": "+", "✗": "x"}


@dataclass(slots=True)
class _Row:
    cell: Cell
    step: str = WAITING
    begun: float | None = None
    ended: float | None = None
    done: Done | None = None

    @property
    def is_under_way(self) -> bool:
        return self.done is None and self.step not in (WAITING, DONE)

    @property
    def has_failed(self) -> bool:
        return self.done is not None and self.done.good is False

    def seconds(self, now: float) -> str:
        if self.begun is None:
            return ""
        seconds = (self.ended or now) - self.begun
        return f"{seconds:.1f} s" if seconds < 100 else f"{seconds:.0f} s"


class Board:
    """A Progress that Rich can render, as high as the terminal allows; told by one thread, rendered by another."""

    has_shown_lines = False

    def __init__(self) -> None:
        self._rows: dict[Cell, _Row] = {}
        self._begun = time.monotonic()
        self._lock = Lock()

    def step(self, cell: Cell, step: str) -> None:
        now = time.monotonic()
        with self._lock:
            row = self._rows.setdefault(cell, _Row(cell))
            row.step = step
            if row.is_under_way and row.begun is None:
                row.begun = now
            if step == DONE:
                row.ended = now

    def done(self, done: Done) -> None:
        with self._lock:
            row = self._rows.setdefault(done.cell, _Row(done.cell))
            row.step, row.done = DONE, done
            row.ended = row.ended or time.monotonic()

    @property
    def all_done(self) -> Sequence[Done]:
        """What came of cells, in the order in which they were done."""
        with self._lock:
            return [row.done for row in sorted(self._rows.values(), key=_ended) if row.done is not None]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        with self._lock:
            rows = list(self._rows.values())
            table = self._table(rows, max(options.size.height - OTHER_LINES, 1), ascii_only=options.ascii_only)
        if rows:
            yield table
            yield Text(self._count(rows), style="bold", no_wrap=True, overflow="ellipsis")

    def _table(self, rows: Sequence[_Row], room: int, *, ascii_only: bool) -> Table:
        """As many rows as there is room for; the columns stay where they are, whichever rows these are."""
        now = time.monotonic()
        mixed = len({row.cell.resolution for row in rows}) > 1
        table = Table(box=None, pad_edge=False, expand=True, header_style="bold")
        table.add_column("", width=1)
        widest = max((len(row.cell.variant) for row in rows), default=0)
        table.add_column("starter", no_wrap=True, overflow="ellipsis", min_width=min(widest, 24), max_width=40)
        table.add_column("Python", no_wrap=True)
        if mixed:
            table.add_column("versions", no_wrap=True, min_width=max(len(each) for each in Resolution))
        table.add_column("step", no_wrap=True, overflow="ellipsis", ratio=1)
        table.add_column("time", no_wrap=True, justify="right", min_width=7)
        for row in _most_telling(rows)[:room]:
            sign, style = _SIGNS[row.done.good] if row.done else ("", "")
            table.add_row(
                Text(_PLAIN_SIGNS.get(sign, sign) if ascii_only else sign, style=style),
                Text(row.cell.variant),
                row.cell.python,
                *([str(row.cell.resolution)] if mixed else []),
                Text(" ".join(row.done.word.split()) if row.done else row.step, style=style),
                row.seconds(now),
                style="dim" if row.step == WAITING else "",
            )
        return table

    def _count(self, rows: Sequence[_Row]) -> str:
        results = [row.done.good for row in rows if row.done is not None]
        under_way = sum(row.is_under_way for row in rows)
        counts = {
            "passed": results.count(True),
            "failed": results.count(False),
            "not tried": results.count(None),
            "under way": under_way,
            WAITING: len(rows) - len(results) - under_way,
        }
        minutes, seconds = divmod(int(time.monotonic() - self._begun), 60)
        told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        return f"{len(rows)} {'cell' if len(rows) == 1 else 'cells'}: {told}; {minutes}:{seconds:02}"


def _most_telling(rows: Sequence[_Row]) -> list[_Row]:
    """What is under way, longest first; what failed, then what else is done, each the last first; what waits."""
    return [
        *sorted((row for row in rows if row.is_under_way), key=lambda row: row.begun or 0.0),
        *_last_first(row for row in rows if row.has_failed),
        *_last_first(row for row in rows if row.done is not None and not row.has_failed),
        *(row for row in rows if row.done is None and not row.is_under_way),
    ]


def _last_first(rows: Iterator[_Row]) -> list[_Row]:
    return sorted(rows, key=_ended, reverse=True)


def _ended(row: _Row) -> float:
    return row.ended or 0.0
