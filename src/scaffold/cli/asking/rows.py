"""What a question looks like on a screen: its list as rows that fit, its texts as lines that fit."""

import textwrap
from collections.abc import Collection, Sequence

from scaffold.cli.asking.questions import Choice, Kind, Question

# As prompt_toolkit takes them: a style, and a text in it.
Fragment = tuple[str, str]


def rows(
    question: Question, choices: Sequence[Choice], *, pointed: int, checked: Collection[str], columns: int
) -> list[Fragment]:
    """A row for each choice: the title, the facts in columns, and as much of what it is about as there is room for."""
    widths = _widths(question.choices)
    fragments: list[Fragment] = []
    for index, choice in enumerate(choices):
        is_pointed = index == pointed
        if is_pointed:
            # prompt_toolkit keeps this place in view.
            fragments.append(("[SetCursorPosition]", ""))
        sign = "> " if is_pointed else "  "
        box = ("[x] " if choice.value in checked else "[ ] ") if question.kind is Kind.SEVERAL else ""
        cells = [cell.ljust(width) for cell, width in zip((choice.title, *choice.facts), widths, strict=True)]
        # One column is left free: a row that ends at the edge begins a new one on some terminals.
        text = "  ".join((*cells, choice.about)).rstrip()[: columns - 1 - len(sign + box)]
        fragments.append(("class:pointed" if is_pointed else "", f"{sign}{box}{text}"))
        fragments.append(("", "\n"))
    return fragments[:-1]


def details(question: Question, choice: Choice | None, *, columns: int) -> list[str]:
    """What did not fit into the row of a choice, and what speaks against it."""
    if choice is None:
        return []
    row = 2 + sum(_widths(question.choices)) + 2 * (1 + len(choice.facts)) + len(choice.about)
    return [*(wrapped(choice.about, columns) if row >= columns else []), *wrapped(choice.caution, columns)]


def wrapped(text: str, columns: int) -> list[str]:
    return textwrap.wrap(text, max(columns - 1, 10)) if text else []


def _widths(choices: Sequence[Choice]) -> list[int]:
    return [max(map(len, column)) for column in zip(*((each.title, *each.facts) for each in choices), strict=True)]
