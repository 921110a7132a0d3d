"""The results as tables: on the terminal, and as Markdown between two marks of a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from accounting import AIM, Account
from measure import Measurement
from rich.console import Console
from rich.table import Table
from workplace import BenchmarkError

# A file may have several places, each with a name.
BEGIN, END = "<!-- {}: begin -->", "<!-- {}: end -->"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts; all columns after the first `words` ones are numbers."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: int = 1


def sheets(measurements: Sequence[Measurement], account: Account | None, facts: Mapping[str, str]) -> Iterator[Sheet]:
    yield _ratios(measurements)
    if account is not None:
        yield _shares(account)
        yield _phases(account)
    yield Sheet("The machine and the versions", ("fact", "value"), list(facts.items()), words=2)


def show(sheet: Sheet, console: Console) -> None:
    table = Table(title=sheet.title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for number, column in enumerate(sheet.columns):
        table.add_column(column, justify="left" if number < sheet.words else "right")
    for row in sheet.rows:
        table.add_row(*row)
    console.print(table)
    console.print()


def as_markdown(sheet: Sheet) -> str:
    rule = ["---" if number < sheet.words else "---:" for number in range(len(sheet.columns))]
    rows = [sheet.columns, rule, *sheet.rows]
    return "\n".join([f"{sheet.title}:", "", *(f"| {' | '.join(row)} |" for row in rows)])


def write_between_marks(file: Path, text: str, name: str = "benchmarks") -> None:
    """Replace what stands between the marks; raises BenchmarkError where they are not there."""
    old = file.read_text(encoding="utf-8")
    before, begin, rest = old.partition(BEGIN.format(name))
    _, end, after = rest.partition(END.format(name))
    if not begin or not end:
        raise BenchmarkError(f"{file.name} has no lines '{BEGIN.format(name)}' and '{END.format(name)}'")
    file.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")


def _ratios(measurements: Sequence[Measurement]) -> Sheet:
    return Sheet(
        "Ratios of pairs measured in turn",
        ("name", "scaffold", "against", "pairs", "medians", "ratio", "least to greatest", "aim", "holds"),
        [_ratio(measurement) for measurement in measurements],
        words=3,
    )


def _ratio(measurement: Measurement) -> tuple[str, ...]:
    comparison = measurement.comparison
    ours, theirs = measurement.seconds()
    return (
        comparison.name,
        comparison.ours,
        comparison.theirs,
        str(len(measurement.pairs)),
        f"{ours:.2f} s, {theirs:.2f} s",
        f"{measurement.ratio:.2f}",
        f"{min(measurement.ratios):.2f} to {max(measurement.ratios):.2f}",
        "-" if comparison.aim is None else f"{comparison.aim:.1f}",
        "-" if comparison.aim is None else _yes(measurement.holds),
    )


def _shares(account: Account) -> Sheet:
    steps = account.total - account.own - account.rendering
    rows = [
        ("the steps: uv, setup, servers, pytest, ruff", steps),
        ("rendering: the worker that runs Copier", account.rendering),
        ("scaffold: the process, and asking for versions", account.scaffold),
        ("supervision: the supervisor and the shims", account.supervision),
        (f"scaffold's own: the last two (aim: under {AIM:.0%}; holds: {_yes(account.holds)})", account.own),
        ("total", account.total),
    ]
    return Sheet(
        "CPU of one `scaffold smoke`",
        ("part", "CPU", "share"),
        [(name, f"{seconds:.2f} s", f"{seconds / account.total:.1%}") for name, seconds in rows],
    )


def _phases(account: Account) -> Sheet:
    rows = [
        (phase.name, f"{phase.seconds:.2f} s", f"{phase.cpu_seconds:.2f} s" if phase.cpu_seconds else "-")
        for phase in account.phases
    ]
    wall = sum(phase.seconds for phase in account.phases)
    cpu = sum(phase.cpu_seconds for phase in account.phases)
    return Sheet(
        f"Phases of the same run, summed over all starters; the run itself took {account.seconds:.2f} s",
        ("phase", "waited", "CPU"),
        [*rows, ("all", f"{wall:.2f} s", f"{cpu:.2f} s")],
    )


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
