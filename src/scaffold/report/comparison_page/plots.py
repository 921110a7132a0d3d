"""Figures as bars with their spread: which stand in one plot, how long they are, and what is said of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from scaffold.comparing import Side
from scaffold.model import Figure, Measurements, ratios


@dataclass(frozen=True, slots=True)
class Kind:
    """Figures that one sees together: by name, each with the word that tells it from the others."""

    title: str
    names: Mapping[str, str]
    more_is_better: bool | None = False


MAIN = (
    Kind("Start: to the first answer", {"first answer": "clock", "first answer CPU": "processor"}),
    Kind("Memory of all processes", {"memory idle": "idle", "memory loaded": "after load"}),
    Kind("Size on disk", {"disk": ""}),
    Kind("Packages installed", {"packages": ""}),
    Kind("Throughput with one worker", {"throughput": "starter", "throughput minimal": "minimal"}, True),
    Kind(
        "Throughput as configured",
        {"throughput recommended": "starter", "throughput recommended minimal": "minimal"},
        True,
    ),
)
MORE = (
    Kind("Import of the application", {"import wall": "clock", "import": "processor"}),
    Kind("Latency: half of the answers within", {"p50": "starter", "p50 minimal": "minimal"}),
    Kind("Latency: 99 of 100 answers within", {"p99": "starter", "p99 minimal": "minimal"}),
    Kind(
        "Latency as configured: half of the answers within",
        {"p50 recommended": "starter", "p50 recommended minimal": "minimal"},
    ),
    Kind(
        "Latency as configured: 99 of 100 answers within",
        {"p99 recommended": "starter", "p99 recommended minimal": "minimal"},
    ),
    Kind("Graceful stop", {"stop": ""}),
    Kind("Lines of the starter", {"lines": ""}, None),
    Kind("Files of the starter", {"files": ""}, None),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure; the numbers of the drawing are those that were measured, and its scale does the rest."""

    word: str
    figure: Figure
    # The place of its command among the footnotes.
    note: int
    # "0.96 of minimal".
    remark: str = ""

    @property
    def value(self) -> str:
        return number(self.figure.median)

    @property
    def spread(self) -> str:
        """Between which another run's median is expected; empty where both ends are alike."""
        low, high = map(number, self.figure.spread)
        return f"{low}\N{EN DASH}{high}" if low != high else ""

    @property
    def told(self) -> str:
        """All that was measured, in words."""
        values = ", ".join(number(value) for value in self.figure.values)
        several = len(self.figure.values) > 1
        return f"{self.figure.name}: {f'median {self.value} of ' if several else ''}{values} {self.figure.unit}"


@dataclass(frozen=True, slots=True)
class Row:
    """A framework in a plot."""

    side: Side
    bars: Sequence[Bar]
    # For each figure that is not there, its word and the reason.
    missing: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Plot:
    kind: Kind
    unit: str
    rows: Sequence[Row]

    @property
    def top(self) -> float:
        """The end of the scale, on which every bar begins at zero."""
        return max(bar.figure.spread[1] for row in self.rows for bar in row.bars) or 1.0


def number(value: float) -> str:
    """Three digits, and all of those before the point: "12,345", "312", "45.6", "3.21", "9"."""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.{1 if value >= 10 else 2}f}"


def plots(
    kinds: Sequence[Kind], sides: Sequence[Side], measurements: Measurements, notes: Mapping[tuple[str, str], int]
) -> list[Plot]:
    """Those of which there is a figure."""
    found = (_plot(kind, sides, measurements, notes) for kind in kinds)
    return [plot for plot in found if plot]


def others(measurements: Measurements) -> list[Kind]:
    """A kind for each figure that none of ours has."""
    known = {name for kind in (*MAIN, *MORE) for name in kind.names}
    return [
        Kind(name.capitalize(), {name: ""}, None)
        for name in dict.fromkeys(figure.name for figure in measurements.figures)
        if name not in known
    ]


def _plot(
    kind: Kind, sides: Sequence[Side], measurements: Measurements, notes: Mapping[tuple[str, str], int]
) -> Plot | None:
    rows = [_row(kind, side, measurements, notes) for side in sides]
    measured = [row for row in rows if row.bars]
    if not measured:
        return None
    sign = -1 if kind.more_is_better else 1
    measured.sort(key=lambda row: sign * row.bars[0].figure.median)
    units = dict.fromkeys(bar.figure.unit for row in measured for bar in row.bars)
    # "ms" and "ms of CPU" are drawn on one scale; which is which, the words of the bars tell.
    return Plot(kind, min(units, key=len), [*measured, *(row for row in rows if not row.bars)])


def _row(kind: Kind, side: Side, measurements: Measurements, notes: Mapping[tuple[str, str], int]) -> Row:
    framework = side.description.framework.name
    reasons = {each.name: each.reason for each in measurements.not_measured if each.framework == framework}
    found = {name: measurements.figure(framework, name) for name in kind.names}
    bars = [
        Bar(word, figure, notes[framework, figure.command], _cost(word, list(found.values())))
        for name, word in kind.names.items()
        if (figure := found[name])
    ]
    missing = [(word, reasons.get(name, "nobody tried")) for name, word in kind.names.items() if found[name] is None]
    return Row(side, bars, missing)


def _cost(word: str, found: Sequence[Figure | None]) -> str:
    """What a starter has of the throughput, or takes of the time, of its framework's minimal application."""
    match found:
        case [Figure() as starter, Figure() as minimal] if word == "starter" and (pairs := ratios(starter, minimal)):
            return f"{median(pairs):.2f} of minimal"
    return ""
