"""What `scaffold smoke` would tell of 81 cells, told in one second: a program for a terminal, with no starter."""

import sys
import time

from rich.text import Text

from scaffold.cli.progress import Done, progress
from scaffold.cli.terminal import console
from scaffold.model import Cell

CELLS = [Cell(f"starter-{number:02}", python) for number in range(27) for python in ("3.11", "3.12", "3.13")]
STEPS = ("install", "serve", "dev", "tests")


def main() -> None:
    ends_badly = "interrupted" in sys.argv
    with progress() as shown:
        for cell in CELLS:
            shown.step(cell, "waiting")
        for first in range(0, 60, 3):
            some = CELLS[first : first + 3]
            for step in STEPS:
                for cell in some:
                    shown.step(cell, step)
                time.sleep(0.005)
            for cell in some:
                good = cell.starter != "starter-01"
                word = "ok, 36 of 36 checks" if good else f"serve boot: {'it is too long for a line ' * 9}"
                shown.done(Done(cell, good, word, [Text(f"line of {cell}")]))
        for cell in CELLS[60:63]:
            shown.step(cell, "tests")
        time.sleep(0.6)
        if ends_badly:
            raise KeyboardInterrupt
    console().print("the final table")


if __name__ == "__main__":
    main()
