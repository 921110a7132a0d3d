"""`scaffold new` line by line, for screen readers and terminals that can do no more."""

import os
import signal

import pytest

from ..conftest import CommandLine
from ..typist import CTRL_C, ENTER
from .conftest import ESCAPES, Ask


def test_all_questions_lead_to_a_project_and_nothing_is_drawn_over(ask: Ask, scaffold: CommandLine) -> None:
    with ask(columns=100, lines=60, TERM="dumb") as person:
        person.sees(
            "Question 1 of 5: Framework", "27. WebCore. micro, unmaintained.", "Number, or a word to search for: "
        )
        person.type("flsk\n")
        person.sees("No framework is called 'flsk'. Did you mean 'flask'?")
        person.type("ninja\n")
        person.sees("Found: 1", "(Enter: Django Ninja): ")
        person.type("10\n")
        person.sees("Question 2 of 5: Name")
        person.type("class\n")
        person.sees("'class' is a word of Python's own. Try 'my-class'.")
        person.type("<\n")
        person.sees("Number, or a word to search for (Enter: Flask): ")
        person.type("\n")
        person.sees("Question 2 of 5: Name\nName: ")
        person.type("shop\n")
        person.sees("Folder (Enter: ./shop): ")
        person.type("\n")
        person.sees("Install the dependencies? yes or no (Enter: yes): ")
        person.type("perhaps\n")
        person.sees("Answer yes or no.")
        person.type("no\n")
        person.sees("first commit? yes or no (Enter: yes): ")
        person.type("n\n")
        person.sees("verified ones? yes or no (Enter: no): ")
        person.type("<\n")
        person.sees("first commit? yes or no (Enter: no): ")
        person.type("\n", "\n")
        person.sees("development server? yes or no (Enter: no): ")
        person.type("\n")
        person.sees("Question 5 of 5: Python")
        person.type("\n")
        person.sees("scaffold new shop --framework flask --no-install --no-git", "Number (Enter: Make it): ")
        assert os.listdir(scaffold.folder) == []
        person.type("\n")
        person.sees("Created shop, a Flask project")
        assert person.end() == 0
        assert not ESCAPES.search(person.raw)

    assert (scaffold.folder / "shop" / "pyproject.toml").is_file()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "environ"),
    [
        pytest.param((), {"SCAFFOLD_PLAIN": "1"}, id="SCAFFOLD_PLAIN"),
        pytest.param((), {"ACCESSIBLE": "1"}, id="ACCESSIBLE"),
        pytest.param(("--plain",), {}, id="--plain"),
    ],
)
def test_who_wants_lines_is_given_lines_to_the_end(
    ask: Ask, arguments: tuple[str, ...], environ: dict[str, str]
) -> None:
    with ask("app", "--no-install", "--no-git", "--latest", *arguments, **environ) as person:
        person.sees("search for: ")
        person.type("growler\n")
        person.sees("Caution: Growler is unmaintained", "Folder (Enter: ./app): ")
        person.type("\n")
        person.sees("Question 3 of 3: Python")
        person.type(CTRL_C)
        person.sees("Nothing was written; your answers are offered the next time.")
        assert person.end() == 130
        assert not ESCAPES.search(person.raw)


@pytest.mark.slow
def test_the_end_of_input_and_a_signal_end_it_too(ask: Ask, scaffold: CommandLine) -> None:
    with ask("app", TERM="dumb") as person:
        person.sees("search for: ")
        person.type("\x04")
        assert person.end() == 130
    with ask("app", TERM="dumb") as person:
        person.sees("search for: ")
        person.process.send_signal(signal.SIGTERM)
        assert person.end() == 143

    assert os.listdir(scaffold.folder) == []


@pytest.mark.slow
def test_answers_of_the_last_time_are_offered_here_too(ask: Ask) -> None:
    with ask() as person:
        person.sees("Framework (1 of 5)")
        person.type("falcon", ENTER)
        person.sees("Name (2 of 5)")
        person.type(CTRL_C)
        person.end()

    with ask(lines=60, TERM="dumb") as person:
        person.sees("The answers of the last time", "search for (Enter: Falcon): ")
        person.type(CTRL_C)
        person.end()


@pytest.mark.slow
def test_a_folder_that_is_in_use_is_said_and_the_project_may_go_into_it(ask: Ask, scaffold: CommandLine) -> None:
    used = scaffold.folder / "app"
    used.mkdir()
    (used / "README.md").write_text("mine\n")
    with ask("app", "-f", "flask", "--no-install", TERM="dumb") as nobody:
        # All is given: nothing is asked, as ever.
        assert nobody.end() == 4
    with ask("app", "--no-install", "--latest", lines=200, TERM="dumb") as person:
        person.sees("search for: ")
        person.type("flask\n")
        person.sees("Folder (Enter: ./app): ")
        person.type("\n")
        person.sees("exists and is not empty. What now?", "Put the project into it", "Choose another folder")
        person.type("2\n")
        person.sees("Folder (Enter: ./app): ")
        person.type("\n")
        person.sees("What now?")
        person.type("1\n")
        person.sees("Python")
        person.type("\n")
        person.sees("scaffold new app --framework flask --into app --no-install --latest")
        person.type("\n")
        person.sees("README.md")
        person.type("k\n")
        person.sees("Write this?")
        person.type("y\n")
        assert person.end() == 0

    assert (used / "README.md").read_text() == "mine\n"
    assert (used / "pyproject.toml").is_file()
