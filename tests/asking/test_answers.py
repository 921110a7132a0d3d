"""The parts behind both front ends: the line, the search, the answers that are kept."""

import json
import shlex
import time
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from scaffold import schemas
from scaffold.cli.asking import kept
from scaffold.cli.asking.questions import Choice, found
from scaffold.cli.asking.request import Request
from scaffold.cli.main import app


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "scaffold" / "answers.json"


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(Request("app", "flask"), id="nothing else"),
        pytest.param(Request("app", "flask", Path("a b/it's"), no_git=True, python="3.12", dry_run=True), id="quoted"),
        pytest.param(Request("app", "flask", Path("-x"), no_install=True, latest=True), id="a dash"),
        pytest.param(Request("app", "flask", run=True), id="run"),
        pytest.param(Request("app", "flask", into=Path("in use")), id="into"),
    ],
)
def test_the_line_says_all_that_was_asked_for(request_: Request) -> None:
    commands = typer.main.get_command(app)
    assert isinstance(commands, TyperGroup)

    given = commands.commands["new"].make_context("new", shlex.split(request_.line())[2:]).params

    assert (
        Request(
            given["name"],
            given["framework"],
            given["dest"],
            given["no_install"],
            given["no_git"],
            given["run"],
            given["latest"],
            given["python"],
            given["dry_run"],
            given["into"],
        )
        == request_
    )


def test_a_folder_that_is_taken_anyway_is_not_in_the_line() -> None:
    assert Request("app", "flask", Path("./app")).line() == "scaffold new app --framework flask"


def test_a_search_puts_titles_before_texts() -> None:
    names = ("Quart", "Flask-like", "A Flask", "Flask")
    choices = [Choice(name.lower(), name, about="Like Flask." if name == "Quart" else "") for name in names]

    assert [choice.title for choice in found(choices, "FLASK")] == ["Flask", "Flask-like", "A Flask", "Quart"]
    assert found(choices, "flask zope") == []


def test_answers_are_kept_and_forgotten(file: Path) -> None:
    assert kept.keep({"name": ("app",), "options": ()})
    assert kept.recall() == {"name": ("app",), "options": ()}

    kept.forget()

    assert kept.recall() == {}
    assert list(file.parent.iterdir()) == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"at": time.time() - 25 * 3600}, id="old"),
        pytest.param({"at": time.time() + 3600}, id="of the future"),
        pytest.param({"schema": schemas.ANSWERS + 1}, id="another schema"),
        pytest.param({"answers": ["app"]}, id="another form"),
        pytest.param({"answers": {"name": 1}}, id="no texts"),
    ],
)
def test_answers_that_cannot_be_used_are_none(file: Path, changes: dict[str, object]) -> None:
    file.parent.mkdir()
    file.write_text(json.dumps({"schema": schemas.ANSWERS, "at": time.time(), "answers": {"name": ["app"]}} | changes))

    assert kept.recall() == {}


def test_where_nothing_can_be_kept_that_is_said(file: Path) -> None:
    file.parent.write_text("in the way")

    assert not kept.keep({"name": ("app",)})
