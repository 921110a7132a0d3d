"""A comparison as Markdown: the table of facts and traits with its links, then the code, role by role."""

from collections.abc import Iterator, Sequence

from scaffold.comparing import Comparison, Side
from scaffold.model import Role
from scaffold.report.comparison.notes import no_longer, notes
from scaffold.report.comparison.rows import Cell, Row, facts, listed, traits
from scaffold.report.markup import escaped, fenced


def as_markdown(comparison: Comparison, roles: Sequence[Role], *, with_facts: bool) -> str:
    """The whole document; every text in it is plain already."""
    titles = [side.framework.title for side in comparison.sides]
    parts = [f"# {escaped(listed(titles))}"]
    if with_facts:
        parts += [_table(titles, facts(comparison), "fact"), _table(titles, traits(comparison), "trait")]
        parts.append("\n".join(f"- {escaped(note)}" for note in notes(comparison)))
        if gone := no_longer(comparison):
            parts.append("## What articles said, and what no longer holds")
            parts.append("\n".join(f"- {escaped(line)}" for line in gone))
    for role in roles:
        parts.append(f"## {role.capitalize()}")
        for side in comparison.sides:
            parts += _code(side, role)
    return "\n\n".join(parts) + "\n"


def _table(titles: Sequence[str], rows: Sequence[Row], what: str) -> str:
    head = [f"| {what} | {' | '.join(map(escaped, titles))} |", f"|---|{'---|' * len(titles)}"]
    body = [f"| {escaped(row.label)} | {' | '.join(map(_cell, row.cells))} |" for row in rows]
    return "\n".join([*head, *body])


def _cell(cell: Cell) -> str:
    text = escaped(cell.text)
    # Between angle brackets an address may hold brackets of its own.
    return f"[{text}](<{cell.link}>)" if cell.link else text


def _code(side: Side, role: Role) -> Iterator[str]:
    yield f"### {escaped(side.framework.title)}"
    if role is Role.RUN:
        yield fenced("\n".join(f"$ {command}" for command in side.commands.values()), "console")
    for file in side.code.get(role, ()):
        yield f"{escaped(file.path)}:"
        yield fenced(file.text, file.language)
    if role not in side.code:
        yield "No file of the starter plays this role."
