"""Measurements on a terminal: tables of medians with their spread, what was not measured, which traits are proven."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from scaffold.model import Figure, Measurements, NotMeasured, Proof, ratios

# Few enough columns for a narrow terminal.
_TABLES: dict[str, tuple[str, ...]] = {
    "Size": ("packages", "disk", "files", "lines"),
    "Import": ("import", "import wall"),
    "Start and stop": ("first answer", "first answer CPU", "stop"),
    "Memory": ("memory idle", "memory loaded"),
    "Load, one worker": ("throughput", "throughput minimal"),
    "Latency, one worker": ("p50", "p50 minimal", "p99", "p99 minimal"),
    "Load, as many workers as recommended": ("throughput recommended", "throughput recommended minimal"),
    "Latency, as many workers as recommended: half within": ("p50 recommended", "p50 recommended minimal"),
    "Latency, as many workers as recommended: 99 of 100 within": ("p99 recommended", "p99 recommended minimal"),
}
# Of these two a third column says what the starter keeps.
_KEPT = (("throughput", "throughput minimal"), ("throughput recommended", "throughput recommended minimal"))
_STYLES = {Proof.PROVEN: "green", Proof.REFUTED: "bold red", Proof.DOCUMENTED: "dim"}


def measured(measurements: Measurements) -> RenderableType:
    """All that was found; medians, in brackets what another run is expected to have."""
    parts: list[RenderableType] = []
    for title, names in _TABLES.items():
        found = [each for each in measurements.figures if each.name in names]
        if found:
            parts += [Text(title, style="bold"), _table(measurements, names, found), Text()]
    parts += [*_not_measured(measurements.not_measured), *_traits(measurements)]
    facts = {**measurements.machine, **measurements.versions}
    parts.append(Text(", ".join(f"{name}: {value}" for name, value in facts.items()), style="dim"))
    return Group(*parts)


def _table(measurements: Measurements, names: Sequence[str], found: Sequence[Figure]) -> Table:
    present = [name for name in names if any(each.name == name for each in found)]
    units = {each.name: each.unit for each in found}
    kept = next((pair for pair in _KEPT if set(pair) <= set(present)), None)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("framework")
    for name in present:
        table.add_column(name if units[name] == name else f"{name}\n{units[name]}", justify="right")
    if kept:
        table.add_column("starter / minimal", justify="right")
    for framework in dict.fromkeys(each.framework for each in found):
        row = {name: measurements.figure(framework, name) for name in present}
        cells = [shown(figure) if figure is not None else "-" for figure in row.values()]
        table.add_row(framework, *cells, *([_ratio(row[kept[0]], row[kept[1]])] if kept else []))
    return table


def shown(figure: Figure) -> str:
    """The median, and its spread where there is one."""
    low, high = figure.spread
    return _number(figure.median) + (f" [{_number(low)}-{_number(high)}]" if low != high else "")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"


def _ratio(own: Figure | None, minimal: Figure | None) -> str:
    """The median of the pairs that were measured in turn."""
    if own is None or minimal is None:
        return "-"
    found = ratios(own, minimal)
    if not found:
        return "-"
    return f"{median(found):.2f}" + (f" [{min(found):.2f}-{max(found):.2f}]" if len(found) > 1 else "")


def _not_measured(missing: Sequence[NotMeasured]) -> Iterator[Text]:
    """A line for each reason, with all that was not measured because of it."""
    for (framework, reason), group in groupby(missing, key=lambda each: (each.framework, each.reason)):
        names = [each.name for each in group]
        yield Text.assemble(("not measured", "yellow"), f"  {framework}, {', '.join(names)}: {reason}.")
    if missing:
        yield Text()


def _traits(measurements: Measurements) -> Iterator[Text]:
    """How many traits are known how, and each that a probe ran for."""
    for framework, group in groupby(measurements.traits, key=lambda each: each.framework):
        traits = list(group)
        counts = [f"{sum(each.proof is proof for each in traits)} {proof}" for proof in Proof]
        yield Text(f"{framework}: {', '.join(counts)}", style="bold")
        for each in traits:
            if each.proof is not Proof.DOCUMENTED or not each.detail.startswith("by https://"):
                yield Text.assemble("  ", (str(each.proof), _STYLES[each.proof]), f"  {each.trait}: {each.detail}")
    if measurements.traits:
        yield Text()
