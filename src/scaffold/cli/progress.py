"""What is being done, while it is being done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scaffold.cli.terminal import animated, console

if TYPE_CHECKING:
    from scaffold.model import Cell

Listener = Callable[["Cell", str], None]


@contextmanager
def progress(*, quiet: bool = False) -> "Iterator[Listener]":
    """On a terminal a line for each starter that is being proven; elsewhere nothing."""
    if quiet or not animated():
        yield lambda *_: None
        return
    from rich.live import Live
    from rich.spinner import Spinner
    from rich.table import Table

    steps: dict[Cell, Spinner] = {}

    def table() -> Table:
        grid = Table.grid(padding=(0, 2))
        for spinner in steps.values():
            grid.add_row(spinner)
        return grid

    with Live(table(), console=console(), refresh_per_second=10, transient=True) as live:

        def listener(cell: "Cell", step: str) -> None:
            if step == "done":
                steps.pop(cell, None)
            elif cell in steps:
                steps[cell].update(text=f"{cell}: {step}")
            else:
                steps[cell] = Spinner("dots", text=f"{cell}: {step}")
            live.update(table())

        yield listener
