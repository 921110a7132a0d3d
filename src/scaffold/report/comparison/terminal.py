"""A comparison for the terminal: a table of facts and traits, then the code side by side, role by role."""

from collections.abc import Iterator, Sequence
from math import ceil

from rich import box
from rich.console import Console, Group, RenderableType
from rich.measure import Measurement
from rich.rule import Rule
from rich.style import Style
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from scaffold.comparing import CodeFile, Comparison, Side
from scaffold.model import Proof, Role
from scaffold.report.comparison.notes import no_longer, notes
from scaffold.report.comparison.rows import Cell, Row, facts, traits

# Fewer, and nearly every line of a starter is broken.
CODE_COLUMNS = 64
FACT_COLUMNS = 16
LABEL_COLUMNS = 22
GAP = 2
NO_FILE = "(no file of the starter plays this role)"
_STYLES = {Proof.PROVEN: "green", Proof.REFUTED: "bold red"}
# The sixteen colours of the terminal's own palette, the bright ones: the others are too dark on a dark background.
_THEME = "ansi_dark"


def show(comparison: Comparison, roles: Sequence[Role], out: Console, *, with_facts: bool) -> None:
    """Print it on a terminal; every text in it is plain already."""
    for part in _facts(comparison, out) if with_facts else ():
        # As wide as it is, also where nothing else is to be broken into lines.
        out.print(part, soft_wrap=False)
    for part in _code(comparison, roles, out.width):
        out.print(part, soft_wrap=False)


def lines(comparison: Comparison, roles: Sequence[Role], *, with_facts: bool) -> Iterator[str]:
    """The same where there is no terminal: the table as wide as it likes, the files one below the other."""
    if with_facts:
        yield from _table_lines(comparison)
        yield ""
        yield from (*notes(comparison), *no_longer(comparison), "")
    for role in roles:
        for side in comparison.sides:
            for label, command in _commands(side, role):
                yield f"--- {side.framework.title}, {label}: {command}"
            for file in side.code.get(role, ()):
                yield f"--- {side.framework.title}, {role}: {file.path}"
                yield file.text.rstrip("\n")
            if not side.code.get(role):
                yield f"--- {side.framework.title}, {role}: {NO_FILE}"
            yield ""


def _facts(comparison: Comparison, out: Console) -> Iterator[RenderableType]:
    blocks = {"Facts": facts(comparison), "Traits": traits(comparison)}
    for first, some in _batches(comparison.sides, (out.width - LABEL_COLUMNS) // (FACT_COLUMNS + GAP)):
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, GAP, 0, 0))
        table.add_column("")
        for side in some:
            table.add_column(Text(side.framework.title), overflow="fold")
        for title, rows in blocks.items():
            table.add_row(Text(title, style="bold"))
            for row in rows:
                table.add_row(Text(row.label), *map(_cell, row.cells[first : first + len(some)]))
            table.add_section()
        natural = Measurement.get(out, out.options.update(width=10 * out.width), table).maximum
        if natural > out.width:
            # Else Rich takes the room from those that need it most.
            table.expand = True
            table.columns[0].max_width = LABEL_COLUMNS
            for column in table.columns[1:]:
                column.ratio = 1
        yield table
        yield Text()
    yield _points(notes(comparison))
    yield Text()
    if gone := no_longer(comparison):
        yield Text("What articles said, and what no longer holds", style="bold")
        yield _points(gone)
        yield Text()


def _points(sentences: Sequence[str]) -> Table:
    """Each with a dash before it: of several that are broken into lines one sees where the next begins."""
    table = Table.grid(padding=(0, 1))
    for sentence in sentences:
        table.add_row("-", Text(sentence, overflow="fold"))
    return table


def _cell(cell: Cell) -> Text:
    style = Style.parse(_STYLES.get(cell.proof, "none") if cell.proof else "none")
    # In terminals that know links, the documentation opens on a click.
    return Text(cell.text, style=style + Style(link=cell.link) if cell.link else style)


def _code(comparison: Comparison, roles: Sequence[Role], width: int) -> Iterator[RenderableType]:
    batches = list(_batches(comparison.sides, width // CODE_COLUMNS))
    columns = len(batches[0][1])
    for role in roles:
        yield Rule(Text(role.upper(), style="bold"), align="left")
        for _, some in batches:
            yield _side(some[0], role) if columns == 1 else _beside(some, role, columns)
            yield Text()


def _beside(sides: Sequence[Side], role: Role, columns: int) -> Table:
    table = Table(box=box.MINIMAL, show_header=False, show_edge=False, pad_edge=False, expand=True)
    for _ in range(columns):
        table.add_column(ratio=1, overflow="fold")
    table.add_row(*(_side(side, role) for side in sides))
    return table


def _side(side: Side, role: Role) -> Group:
    commands = Table.grid(padding=(0, 1))
    for label, command in _commands(side, role):
        commands.add_row(Text(label, style="dim"), Text(command, overflow="fold"))
    parts: list[RenderableType] = [commands] if commands.rows else []
    for file in side.code.get(role, ()):
        parts += [Text(), Text(file.path, style="cyan"), _highlighted(file)]
    if not side.code.get(role):
        parts += [Text(), Text(NO_FILE, style="dim")]
    return Group(Text(side.framework.title, style="bold"), *parts)


def _highlighted(file: CodeFile) -> Syntax:
    # Line numbers: a line that is broken must not look like two.
    return Syntax(
        file.text.rstrip("\n"),
        file.language,
        theme=_THEME,
        background_color="default",
        word_wrap=True,
        line_numbers=True,
    )


def _commands(side: Side, role: Role) -> Sequence[tuple[str, str]]:
    """How it is run, beside what configures that."""
    return tuple(side.commands.items()) if role is Role.RUN else ()


def _table_lines(comparison: Comparison) -> Iterator[str]:
    titles = [("", *(side.framework.title for side in comparison.sides))]
    rows = [*titles, *map(_texts, facts(comparison)), *map(_texts, traits(comparison))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def _texts(row: Row) -> tuple[str, ...]:
    return (row.label, *(cell.text for cell in row.cells))


def _batches(sides: Sequence[Side], fit: int) -> Iterator[tuple[int, Sequence[Side]]]:
    """As many at a time as fit beside each other, as evenly as can be, each time with the number of the first."""
    rows = ceil(len(sides) / max(1, fit))
    size = ceil(len(sides) / rows)
    for first in range(0, len(sides), size):
        yield first, sides[first : first + size]
