"""Measure what docs/performance.md claims, all of it relative to what a person would do without scaffold.

python benchmarks/run.py [NAME ...] [--rounds N] [--frameworks A,B] [--markdown docs/performance.md]

Each benchmark's own module says what is claimed and how it is measured. Ends with status 1 where an aim is missed.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import accounting
import first_answer
import generation
import smoke_loop
import startup
from machine import facts
from measure import Comparison, Measurement, Side, measure
from rich.console import Console
from tables import as_markdown, sheets, show, write_between_marks
from workplace import BenchmarkError, workplace

from scaffold import catalog

# What has no ratio: the account of `scaffold smoke`.
CPU = "cpu"
# Rows with their medians do not fit into 80 columns, which is what Rich takes for a pipe.
WIDTH = 160


def main() -> int:
    wanted = _arguments()
    frameworks = wanted.frameworks.split(",") if wanted.frameworks else catalog.names()
    comparisons = [comparison for comparison in _all(frameworks) if not wanted.name or comparison.name in wanted.name]
    console = Console(highlight=False, width=max(Console().width, WIDTH))
    with tempfile.TemporaryDirectory(prefix="benchmark-caches-") as caches:
        known = facts(Path(caches))
        measurements = _measure(comparisons, wanted.rounds, Path(caches))
        account = None
        if not wanted.name or CPU in wanted.name:
            account = _account(frameworks, Path(caches))
    results = list(sheets(measurements, account, known))
    for sheet in results:
        show(sheet, console)
    if wanted.markdown:
        write_between_marks(wanted.markdown, "\n\n".join(as_markdown(sheet) for sheet in results))
    kept = all(measurement.holds for measurement in measurements) and (account is None or account.holds)
    return 0 if kept else 1


def _all(frameworks: Sequence[str]) -> list[Comparison]:
    return [
        *startup.comparisons(),
        *generation.comparisons(),
        *first_answer.comparisons(),
        *smoke_loop.comparisons(frameworks),
    ]


def _measure(comparisons: Sequence[Comparison], rounds: int | None, caches: Path) -> list[Measurement]:
    def run(side: Side) -> float:
        with workplace(caches) as place:
            return side(place)

    return [measure(comparison, rounds, run=run, told=_tell) for comparison in comparisons]


def _account(frameworks: Sequence[str], caches: Path) -> accounting.Account:
    _tell(f"{CPU}: warming up, then one run")
    for _ in range(2):
        with workplace(caches) as place:
            account = accounting.account(place, frameworks)
    return account


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    names = [*(comparison.name for comparison in _all(())), CPU]
    parser = argparse.ArgumentParser(prog="benchmarks/run.py", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("name", nargs="*", help=f"which benchmarks, of {', '.join(names)}; none: all")
    parser.add_argument("--rounds", type=int, metavar="N", help="how many pairs; none: as many as each module says")
    parser.add_argument("--frameworks", metavar="A,B", help="which starters are smoke-tested; none: all")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables between the marks of this file")
    arguments = parser.parse_args()
    if unknown := set(arguments.name) - set(names):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}; there are: {', '.join(names)}")
    return arguments


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BenchmarkError as error:
        sys.exit(f"run.py: {error}")
