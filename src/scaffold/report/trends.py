"""How it was before, on a page: small pictures of the last runs, and for how many it has been so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

SPARK_RUNS = 24
SPARK_HEIGHT = 14
SPARK_PITCH = 3
BAR_RUNS = 60


@dataclass(frozen=True, slots=True)
class Spark:
    """The last runs of a cell, a bar for each: one path for the good and one for the bad."""

    width: int
    height: int
    good: str
    bad: str
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One run of the history, in percent of the picture."""

    x: float
    width: float
    height: float
    # "usual", "early" where it was ended, "wrong" where something has to be done.
    kind: str
    title: str


def spark(runs: Sequence[tuple[float, bool]], title: str) -> Spark:
    """A picture of runs, the oldest first: how high each stands, up to SPARK_HEIGHT, and whether it is a bad one."""
    paths: dict[bool, list[str]] = {True: [], False: []}
    for number, (height, bad) in enumerate(runs):
        bar = f"M{number * SPARK_PITCH} {SPARK_HEIGHT}v-{height:g}h2v{height:g}z"
        paths[bad].append(bar)
    return Spark(len(runs) * SPARK_PITCH - 1, SPARK_HEIGHT, "".join(paths[False]), "".join(paths[True]), title)


def bars(runs: Sequence[tuple[float, str, str]]) -> list[Bar]:
    """A bar for each run, of its height in percent, its kind and its title; none where there are fewer than two."""
    if len(runs) < 2:
        return []
    # A few runs do not become broad: they stand where they would among many.
    pitch = 100 / max(len(runs), 20)
    return [
        Bar(round(number * pitch, 3), round(pitch * 0.8, 3), round(height, 1), kind, title)
        for number, (height, kind, title) in enumerate(runs)
    ]


def since(days: Sequence[date], known: int, *, what: str = "") -> str | None:
    """ "failing for 3 runs, since 2026-11-18": of the runs at the end that are alike, their days.

    `known` is how many runs there are; None where no earlier one tells, or where there is none.
    """
    if known < 2 or not days:
        return None
    if len(days) == 1:
        return "new in this run"
    always = " or longer" if len(days) == known else ""
    return f"{what}for {len(days)} runs{always}, since {days[0]}"
