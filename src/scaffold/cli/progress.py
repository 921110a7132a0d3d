"""What is being done, while it is being done: a live table on a terminal, a line for what is done elsewhere."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from scaffold.cli.terminal import animated, console

if TYPE_CHECKING:
    from rich.text import Text

    from scaffold.model import Cell

# More would be seen by nobody, and takes time from what is proven.
REFRESHES_PER_SECOND = 4


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a cell."""

    cell: "Cell"
    # None: it was not tried.
    good: bool | None
    # In a few words, for the table.
    word: str
    # All that is to be said, for a log.
    lines: "Sequence[Text]" = ()


class Progress(Protocol):
    """Who is told what is being done."""

    @property
    def has_shown_lines(self) -> bool:
        """Whether the lines of what is done are on the screen."""

    def step(self, cell: "Cell", step: str) -> None: ...

    def done(self, done: Done) -> None: ...


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Progress]:
    """Show what is being done for the length of a block.

    The table goes when the block ends, for the report comes; where an error ends it, what is done is left as lines.
    """
    if quiet or not animated():
        yield _Log(quiet)
        return
    from rich.live import Live

    from scaffold.cli.board import Board

    board = Board()
    # Its height is the board's own care.
    live = Live(
        board,
        console=console(),
        refresh_per_second=REFRESHES_PER_SECOND,
        transient=True,
        vertical_overflow="crop",
    )
    try:
        with live:
            yield board
    except BaseException:
        for done in board.all_done:
            _print(done)
        raise


class _Log:
    """For a file, a pipe or CI: a cell is told of when it is done."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet

    @property
    def has_shown_lines(self) -> bool:
        return not self._quiet

    def step(self, cell: "Cell", step: str) -> None:
        pass

    def done(self, done: Done) -> None:
        if not self._quiet:
            _print(done)


def _print(done: Done) -> None:
    for line in done.lines:
        console().print(line)
