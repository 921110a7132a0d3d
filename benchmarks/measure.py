"""Measure two ways to the same end in turn, A B A B, and say how many times as long the first one takes.

Only ratios are claimed. A machine that is busy or throttled slows both sides of a pair, so the ratio of two runs that
follow each other holds where their seconds do not; the median of the pairs is given with the least and the greatest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from workplace import Workplace

# Does the work in a fresh workplace and returns the seconds of the part that counts.
Side = Callable[[Workplace], float]
# Is told what has just been measured.
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared with what. `aim` is the greatest ratio that is claimed; None: nothing is."""

    name: str
    ours: str
    theirs: str
    run_ours: Side
    run_theirs: Side
    rounds: int
    aim: float | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    """The seconds of both sides, pair by pair."""

    comparison: Comparison
    pairs: Sequence[tuple[float, float]]

    @property
    def ratios(self) -> list[float]:
        return [ours / theirs for ours, theirs in self.pairs]

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    @property
    def holds(self) -> bool:
        return self.comparison.aim is None or self.ratio <= self.comparison.aim

    def seconds(self) -> tuple[float, float]:
        """The median of each side."""
        return median(ours for ours, _ in self.pairs), median(theirs for _, theirs in self.pairs)


def measure(comparison: Comparison, rounds: int | None, *, run: Callable[[Side], float], told: Told) -> Measurement:
    """Run both sides once to warm up, then `rounds` times in turn; `run` gives a side its workplace."""
    told(f"{comparison.name}: warming up")
    run(comparison.run_ours)
    run(comparison.run_theirs)
    pairs = []
    for number in range(1, (rounds or comparison.rounds) + 1):
        pairs.append((run(comparison.run_ours), run(comparison.run_theirs)))
        ours, theirs = pairs[-1]
        told(f"{comparison.name}: round {number}, {ours:.3f} s against {theirs:.3f} s, {ours / theirs:.2f} times")
    return Measurement(comparison, pairs)
