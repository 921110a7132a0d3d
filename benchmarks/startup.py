"""Claimed: `scaffold --help` and `scaffold list` take at most twice as long as to import Typer alone.

Measured: each command from its start to its end, against `python -c "import typer"`, whose import no command line
made with Typer can do without.
"""

import sys

from measure import Comparison
from workplace import Workplace, programs

AIM = 2.0
ROUNDS = 21


def comparisons() -> list[Comparison]:
    return [_comparison("help", "--help"), _comparison("list", "list")]


def _comparison(name: str, argument: str) -> Comparison:
    return Comparison(
        name=name,
        ours=f"scaffold {argument}",
        theirs='python -c "import typer"',
        run_ours=lambda place: place.run([f"{programs()}/scaffold", argument]),
        run_theirs=_import_typer,
        rounds=ROUNDS,
        aim=AIM,
    )


def _import_typer(place: Workplace) -> float:
    return place.run([sys.executable, "-c", "import typer"])
