"""`scaffold choose` at a terminal: the questions, back, and the short list."""

import os
from pathlib import Path

import pytest

from scaffold import catalog, choosing

from ..conftest import CommandLine
from ..typist import CTRL_C, DOWN, ENTER, ESCAPE
from .conftest import ESCAPES, Ask


@pytest.mark.slow
def test_the_answers_lead_to_a_short_list_and_nothing_is_written(ask: Ask, scaffold: CommandLine, state: Path) -> None:
    answers = {"for": "pages", "connections": "short"}
    known = choosing.candidates(catalog.frameworks())
    best = choosing.rank(choosing.read(), answers, known).ranked

    with ask(command="choose", columns=120, lines=60) as person:
        person.sees("What does it answer with? (1 of 6)", "> It does not matter", "An API", "HTML that people read")
        person.type(ESCAPE)
        person.sees("(1 of 6)")
        person.type(DOWN, DOWN, ENTER)
        person.sees("What does it answer with?: An API", "Do connections stay open? (2 of 6)")
        person.type("<")
        person.sees("(1 of 6)", "> An API")
        person.type("2", ENTER)
        person.sees("What does it answer with?: Pages", "(2 of 6)")
        person.type("3", ENTER)
        for question in ("(3 of 6)", "(4 of 6)", "(5 of 6)", "Which Python? (6 of 6)"):
            person.sees(question)
            person.type(ENTER)
        person.sees(
            "Left open: batteries, size, maintained, python.",
            f"1. {best[0].candidate.title}, {best[0].points} points",
            f"3. {best[2].candidate.title}, {best[2].points} points",
            f"scaffold new myapp -f {best[0].candidate.name}",
            "scaffold choose --for pages --connections short --explain",
        )
        assert person.end() == 0

    assert os.listdir(scaffold.folder) == []
    assert not list(state.rglob("*.json"))


@pytest.mark.slow
def test_who_wants_lines_is_given_lines_and_can_end_them(ask: Ask, scaffold: CommandLine, state: Path) -> None:
    with ask("--plain", command="choose", columns=100, lines=40) as person:
        person.sees("Question 1 of 6: What does it answer with?", "3. An API. JSON that", "Number (Enter: It does not")
        person.type("api\n")
        person.sees("Question 2 of 6: Do connections stay open?")
        person.type("<\n")
        person.sees("Number (Enter: An API): ")
        person.type(CTRL_C)
        person.sees("scaffold: Interrupted. Nothing was written.\n")
        assert person.end() == 130
        assert not ESCAPES.search(person.raw)

    assert not list(state.rglob("*.json"))
