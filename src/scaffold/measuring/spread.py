"""Between which values another run's median is expected, and not only between which the values of this run lie."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import fmean, median

# 19 of 20 runs: the quantile of the normal distribution for both sides together.
_NORMAL = 1.96


@dataclass(frozen=True, slots=True)
class Noise:
    """How much one kind of figure varies on a machine, as a share of itself."""

    # The standard deviation of natural logarithms: 0.1 are some ten percent.
    deviation: float
    # Values beyond the first of each framework: the more, the surer is the deviation.
    freedom: int


def noise(series: Iterable[Sequence[float]]) -> Noise | None:
    """What the values of all frameworks together tell; None where nothing was measured twice.

    Three values of one framework say little of how much a machine varies; three of each of many say it well. It is
    taken as a share, for what is slow varies by more.
    """
    squares, freedom = 0.0, 0
    for values in series:
        if len(values) > 1 and min(values) > 0:
            logarithms = [log(value) for value in values]
            mean = fmean(logarithms)
            squares += sum((each - mean) ** 2 for each in logarithms)
            freedom += len(values) - 1
    return Noise(sqrt(squares / freedom), freedom) if freedom else None


def spread(values: Sequence[float], found: Noise | None) -> tuple[float, float]:
    """The interval in which the median of another run lies in 19 of 20 cases; never narrower than what was seen.

    Another run may fall into one mood of the machine, for it takes seconds where this one took minutes; so its median
    is expected to vary as one value does, and not as a median of several.
    """
    low, high = min(values), max(values)
    if found is None or low <= 0:
        return low, high
    middle = median(values)
    half = _student(found.freedom) * found.deviation * sqrt(1 + 1 / len(values))
    return min(low, middle * exp(-half)), max(high, middle * exp(half))


def _student(freedom: int) -> float:
    """The quantile of Student's distribution, by the first terms of Abramowitz and Stegun 26.7.5."""
    z = _NORMAL
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
