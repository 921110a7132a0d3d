"""What is in the way and what would take its place, as a diff that can be shown anywhere."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from scaffold.inserting import Conflict

# Comparing takes time with the square of it.
MAX_LINES = 5_000
_STYLES = {"+": "green", "-": "red", "@": "cyan"}


def diff(conflict: "Conflict", *, secrets: bool = False) -> list[str]:
    """The lines of a unified diff; of what has none, one sentence. Files for their owner alone only with `secrets`."""
    from difflib import unified_diff

    from scaffold.report.plain import plain

    if conflict.private and not secrets:
        return ["(not shown: it is for its owner alone, and may hold secrets)"]
    if conflict.state is None or conflict.data is None:
        return []
    there, ours = _text(conflict.data), _text(conflict.part.data)
    if there is None or ours is None:
        return [f"(binary: {len(conflict.data):,} bytes there, {len(conflict.part.data):,} in the starter)"]
    before, after = plain(there).splitlines(), plain(ours).splitlines()
    if len(before) + len(after) > MAX_LINES:
        return [f"(too long to compare: {len(before):,} lines there, {len(after):,} in the starter)"]
    lines = unified_diff(before, after, f"{conflict.there} (yours)", f"{conflict.part.path} (starter)", lineterm="")
    return list(lines) or ["(they differ in their ends of lines, or in characters that are not shown)"]


def shown(lines: list[str], at_most: int) -> "Iterator[Text]":
    """The lines in colours, and what was left out in a word."""
    from rich.text import Text

    for line in lines[:at_most]:
        yield Text(line, style=_STYLES.get(line[:1], ""))
    if len(lines) > at_most:
        yield Text(f"... {len(lines) - at_most} more lines", style="dim")


def _text(data: bytes) -> str | None:
    try:
        return None if b"\0" in data else data.decode()
    except UnicodeDecodeError:
        return None
