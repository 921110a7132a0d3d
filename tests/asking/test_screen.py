"""`scaffold new` at a terminal that it can draw on, typed into as a person would."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scaffold import catalog, naming
from scaffold.errors import NameNotAllowedError

from ..conftest import OWN_PYTHON, CommandLine
from ..typist import CTRL_C, CTRL_U, DOWN, ENTER, ESCAPE
from .conftest import COLOURS, Ask


def test_all_questions_lead_to_a_project(ask: Ask, scaffold: CommandLine, state: Path) -> None:
    with ask() as person:
        person.sees("Framework (1 of 5)", "Type to search all")
        person.type("flask", ENTER)
        person.sees("Name (2 of 5)")
        person.type("shop", ENTER)
        person.sees("Folder (3 of 5): ./shop")
        person.type(ENTER)
        person.sees("Options (4 of 5)", "> [x] Install the dependencies")
        person.type(" ", ENTER)
        person.sees("Python (5 of 5)")
        person.type(ENTER)
        person.sees("scaffold new shop --framework flask --no-install\n", "> Make it")
        assert os.listdir(scaffold.folder) == []
        person.type(ENTER)
        person.sees("Created shop, a Flask project", "first commit made")
        assert person.end() == 0

    assert (scaffold.folder / "shop" / "pyproject.toml").is_file()
    assert not list(state.rglob("*.json"))


@pytest.mark.slow
def test_what_is_shown_of_a_framework_is_what_one_chooses_by(ask: Ask) -> None:
    flask, growler = catalog.framework("flask"), catalog.framework("growler")

    with ask(columns=160) as person:
        person.sees("Framework (1 of 5)")
        person.type("flask")
        person.sees(f"> {flask.title}", flask.kind, "active", flask.summary)
        person.type(CTRL_U, "growl")
        seen = person.sees("> Growler", "unmaintained")
        person.type(CTRL_C)
        person.end()

    caution = catalog.caution(growler)
    assert caution is not None
    assert caution in " ".join(seen.split())


@pytest.mark.slow
def test_a_search_finds_by_every_word_and_says_when_it_finds_nothing(ask: Ask) -> None:
    with ask("app") as person:
        person.sees("Framework (1 of 4)")
        person.type("json api rust")
        person.sees("> Robyn", "whose server is")
        person.type(CTRL_U, "flsk")
        seen = person.sees("No framework is called 'flsk'. Did you mean 'flask'?")
        assert "> " not in seen
        person.type(ENTER)
        person.type(CTRL_U, "falc", ENTER)
        person.sees("Framework: Falcon", "Folder (2 of 4): ./app")
        person.type(CTRL_C)
        assert person.end() == 130


def test_a_name_is_refused_while_it_is_typed_with_the_words_of_the_command_line(ask: Ask) -> None:
    with pytest.raises(NameNotAllowedError) as refused:
        naming.project("class", catalog.framework("flask"))

    with ask("--framework", "flask") as person:
        person.sees("Name (1 of 4):")
        person.type(ENTER)
        person.sees("The name is empty.")
        person.type("class")
        person.sees(str(refused.value))
        person.type(ENTER)
        person.type("y")
        seen = person.sees("Name (1 of 4): classy")
        assert "word of Python's own" not in seen
        person.type(ENTER)
        person.sees("Folder (2 of 4): ./classy")
        person.type(CTRL_C)
        person.end()


@pytest.mark.slow
def test_a_folder_that_is_in_use_is_said_before_anything_is_made(ask: Ask, scaffold: CommandLine) -> None:
    (scaffold.folder / "full").mkdir()
    (scaffold.folder / "full" / "mine").write_text("mine")

    with ask("app") as person:
        person.sees("Framework")
        person.type("flask", ENTER)
        person.sees("Folder (2 of 4)")
        person.type(CTRL_U, "full", ENTER)
        seen = person.sees("full exists and is not empty.", "Put the project into it")
        person.type(CTRL_C)
        person.end()

    assert "Options" not in seen


@pytest.mark.slow
@pytest.mark.parametrize("back", [pytest.param(ESCAPE, id="Esc"), pytest.param("<", id="less")])
def test_one_can_go_back_and_finds_the_answers_as_they_were(ask: Ask, back: str) -> None:
    with ask() as person:
        person.sees("Framework (1 of 5)")
        person.type("quart", ENTER)
        person.sees("Name (2 of 5)")
        person.type("first", ENTER)
        person.sees("Folder (3 of 5): ./first")
        person.type(back)
        person.sees("Name (2 of 5): first")
        person.type(back)
        person.sees("Framework (1 of 5)", "> Quart")
        # There is nothing before the first.
        person.type(back)
        person.sees("Framework (1 of 5)", "> Quart")
        person.type(ENTER)
        person.sees("Name (2 of 5): first")
        person.type(CTRL_U, "second", ENTER)
        person.sees("Folder (3 of 5): ./second")
        person.type(ENTER)
        person.sees("Options (4 of 5)")
        person.type(" ", ENTER)
        person.sees("Python (5 of 5)")
        person.type(ENTER)
        person.sees("scaffold new second --framework quart --no-install", "> Make it")
        person.type(DOWN, ENTER)
        person.sees("Python (5 of 5)")
        person.type(back)
        person.sees("Options (4 of 5)", "[ ] Install the dependencies")
        person.type(CTRL_C)
        assert person.end() == 130


@pytest.mark.slow
def test_options_that_do_not_go_together_are_refused_at_once(ask: Ask) -> None:
    with ask("app", "--dest", "elsewhere") as person:
        person.sees("Framework (1 of 3)")
        person.type("flask", ENTER)
        person.sees("Options (2 of 3)")
        person.type(" ", "4", " ")
        person.sees("--run starts what --no-install leaves out.")
        person.type(ENTER)
        person.type(" ")
        seen = person.sees("> [ ] Start the development server", "[ ] Install the dependencies")
        assert "leaves out" not in seen
        person.type(CTRL_C)
        person.end()


@pytest.mark.slow
def test_what_the_command_line_gives_is_asked_only_where_it_cannot_be(ask: Ask) -> None:
    with ask("class", "--no-install", "--no-git", "--latest", "--python", "3.99") as person:
        person.sees("Framework (1 of ")
        person.type("flask", ENTER)
        person.sees("Name", "'class' is a word of Python's own")
        person.type(CTRL_U, "app", ENTER)
        person.sees("Folder")
        person.type(ENTER)
        person.sees("Python 3.99 is not on this machine. Get it with: uv python install 3.99")
        person.type(ENTER)
        person.sees("scaffold new app --framework flask --no-install --no-git --latest\n")
        person.type(CTRL_C)
        person.end()


@pytest.mark.slow
def test_the_line_of_the_summary_asks_for_the_same_without_a_question(ask: Ask, scaffold: CommandLine) -> None:
    with ask(columns=160) as person:
        person.sees("Framework (1 of 5)")
        person.type("flask", ENTER)
        person.sees("Name (2 of 5)")
        person.type("My-App", ENTER)
        person.sees("Folder (3 of 5)")
        person.type(CTRL_U, "a folder's/place", ENTER)
        person.sees("Options (4 of 5)")
        person.type(" ", "2", " ", ENTER)
        person.sees("Python (5 of 5)")
        person.type(ENTER)
        seen = person.sees("The same in one line:", "> Make it")
        person.type(CTRL_C)
        person.end()

    (line,) = re.findall(r"^scaffold new .*", seen, re.MULTILINE)
    made = json.loads(scaffold(*shlex.split(line)[1:], "--json").stdout)
    assert made["path"] == str(scaffold.folder / "a folder's" / "place")
    assert (made["name"], made["framework"], made["installed"], made["committed"]) == ("My-App", "flask", False, False)


@pytest.mark.parametrize(
    "last",
    [
        pytest.param("Framework", marks=pytest.mark.slow),
        pytest.param("Options", marks=pytest.mark.slow),
        "All right?",
    ],
)
def test_ctrl_c_writes_nothing_and_the_next_run_begins_with_the_answers(
    ask: Ask, scaffold: CommandLine, last: str
) -> None:
    steps = {"Framework": ("sanic", ENTER), "Name": ("app", ENTER), "Folder": (CTRL_U, "there", ENTER)}
    with ask() as person:
        for title in ("Framework", "Name", "Folder", "Options", "Python", "All right?"):
            person.sees(f"{title} (" if title != "All right?" else title)
            if title == last:
                break
            person.type(*steps.get(title, (ENTER,)))
        person.type(CTRL_C)
        person.sees("scaffold: Interrupted. Nothing was written")
        assert person.end() == 130
        assert person.echoes()
    assert os.listdir(scaffold.folder) == []

    with ask() as person:
        seen = person.sees("Framework (1 of 5)", "> aiohttp" if last == "Framework" else "> Sanic")
        assert ("answers of the last time" in seen) == (last != "Framework")
        person.type(ENTER)
        person.sees("Name (2 of 5): app" if last not in ("Framework", "Name") else "Name (2 of 5):")
        if last in ("Options", "Python", "All right?"):
            person.type(ENTER)
            person.sees("Folder (3 of 5): there")
        person.type(CTRL_C)
        person.end()


@pytest.mark.slow
def test_cancel_is_a_choice(ask: Ask, scaffold: CommandLine) -> None:
    with ask("app", "--dest", "x", "--python", OWN_PYTHON) as person:
        person.sees("Framework")
        person.type("flask", ENTER)
        person.sees("Options")
        person.type(ENTER)
        person.sees("> Make it")
        person.type("3", ENTER)
        person.sees(f"Python: {OWN_PYTHON}", "scaffold: Interrupted. Nothing was written")
        assert person.end() == 130

    assert os.listdir(scaffold.folder) == []


@pytest.mark.parametrize(
    ("number", "exit_code"),
    [
        (signal.SIGTERM, 143),
        pytest.param(signal.SIGHUP, 129, marks=pytest.mark.slow),
        pytest.param(signal.SIGINT, 130, marks=pytest.mark.slow),
    ],
)
def test_a_signal_leaves_the_terminal_as_it_was(ask: Ask, number: signal.Signals, exit_code: int) -> None:
    with ask("app") as person:
        person.sees("Framework (1 of 4)")
        assert not person.echoes()
        person.process.send_signal(number)
        person.sees("scaffold: Interrupted. Nothing was written")
        assert person.end() == exit_code
        assert person.echoes()


@pytest.mark.slow
def test_a_narrow_and_low_window_shows_the_whole_reason(ask: Ask) -> None:
    with ask(columns=40, lines=12) as person:
        person.sees("Framework (1 of 5):", "> aiohttp", "Esc or <: back. Ctrl-C: end.")
        person.type("flask", ENTER)
        person.sees("Name (2 of 5)")
        person.type("my app")
        seen = person.sees("Try", "'my-app'.")
        person.type(CTRL_C)
        person.end()

    assert "'my app' holds ' ': letters, digits, dashes and underscores are allowed." in " ".join(seen.split())


@pytest.mark.slow
def test_no_color_is_heeded(ask: Ask) -> None:
    raw = {}
    for value in ("", "1"):
        with ask("app", NO_COLOR=value) as person:
            person.sees("Framework (1 of 4)", "> aiohttp")
            person.type(CTRL_C)
            person.end()
            raw[value] = person.raw

    assert COLOURS.search(raw[""])
    assert not COLOURS.search(raw["1"])


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [("app", "-f", "flask", "--dry-run"), ("app", "-f", "flask", "--no-install")])
def test_where_name_and_framework_are_given_nothing_is_asked(ask: Ask, arguments: tuple[str, ...]) -> None:
    with ask(*arguments) as person:
        assert person.end() == 0
        assert "1 of" not in person.screen
        assert "All right?" not in person.screen


@pytest.mark.slow
def test_in_ci_nothing_is_asked_although_there_is_a_terminal(ask: Ask) -> None:
    with ask(CI="true") as person:
        assert person.end() == 2
        assert "Not given: NAME and --framework FRAMEWORK (-f)." in " ".join(person.screen.split())


@pytest.mark.slow
def test_answers_are_kept_where_no_project_could_be_made(ask: Ask, scaffold: CommandLine, state: Path) -> None:
    with ask("app", "--no-install", "--no-git") as person:
        person.sees("Framework (1 of 4)")
        person.type("flask", ENTER)
        person.sees("Folder (2 of 4)")
        person.type(CTRL_U, "/", ENTER)
        person.sees("/ is the root of all folders.")
        person.type(CTRL_U, "taken", ENTER)
        person.sees("Options (3 of 4)")
        person.type(ENTER)
        person.sees("Python (4 of 4)")
        person.type(ENTER)
        person.sees("> Make it")
        # By somebody else, meanwhile.
        (scaffold.folder / "taken").write_text("")
        person.type(ENTER)
        assert person.end() == 4

    (kept,) = state.rglob("answers.json")
    assert json.loads(kept.read_text())["answers"]["destination"] == ["taken"]
    assert time.time() - json.loads(kept.read_text())["at"] < 600


@pytest.mark.slow
def test_who_is_not_asked_does_not_wait_for_what_asks(scaffold: CommandLine) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "importtime",
            *scaffold.argv("new", "app", "-f", "flask", "--no-install", "--no-git")[1:],
        ],
        cwd=scaffold.folder,
        env=scaffold.environ,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "scaffold.cli.creating" in done.stderr
    assert "prompt_toolkit" not in done.stderr
    assert "scaffold.cli.asking" not in done.stderr
