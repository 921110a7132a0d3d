"""`scaffold compare`: starters rendered for it, and the command as a person runs it."""

import json
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import scaffold as package
from scaffold import catalog
from scaffold.comparing import compare, with_descriptions
from scaffold.errors import ScaffoldError
from scaffold.model import Framework, Role

from .conftest import CommandLine
from .report.pages import Page
from .test_cli import only_a_sentence
from .test_live_table import on_a_terminal

pytestmark = pytest.mark.usefixtures("forked_workers")

BEGIN = {
    "record": "begin",
    "schema": 1,
    "started": "2026-11-21T09:00:00.000+00:00",
    "machine": {"processors": "2"},
    "versions": {"uv": "0.9.2"},
    "command": "scaffold measure",
}
FIGURE = {
    "record": "figure",
    "framework": "flask",
    "name": "stop",
    "unit": "ms",
    "values": [41, 40, 44],
    "median": 41,
    "low": 40,
    "high": 44,
    "command": "scaffold measure flask --only stop",
}


@pytest.fixture
def flask() -> Framework:
    return catalog.framework("flask")


def changed(framework: Framework, folder: Path, old: str, new: str) -> Framework:
    """The framework with another `framework.toml`."""
    shutil.copytree(framework.folder, folder)
    file = folder / "framework.toml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    return replace(framework, folder=folder)


async def test_each_starter_is_rendered_as_hello_and_its_files_are_found_by_role(flask: Framework) -> None:
    side, other = (await compare([flask, replace(flask, title="Other")], None)).sides

    (routes,) = side.code[Role.ROUTES]
    assert (routes.path, routes.language) == ("hello/hello.py", "python")
    assert "Blueprint" in routes.text
    assert [file.path for file in side.code[Role.TEMPLATE]] == [
        "hello/templates/hello/hello.html",
        "hello/templates/base.html",
    ]
    assert "{{ message }}" in side.code[Role.TEMPLATE][0].text
    assert dict(side.commands) == {
        "install": "uv sync --locked",
        "develop": "uv run flask --app hello run --debug --host 127.0.0.1 --port 8000",
        "serve": "uv run gunicorn --bind 127.0.0.1:8000 'hello:create_app()'",
        "test": "uv run pytest",
    }
    assert other.framework.title == "Other"


async def test_a_starter_that_has_a_hello_of_its_own_gets_another_name(flask: Framework) -> None:
    (side,) = (await compare([replace(flask, taken=flask.taken | {"hello"})], None)).sides

    assert side.code[Role.ROUTES][0].path == "my_hello/hello.py"
    assert "my_hello" in side.commands["serve"]


@pytest.mark.parametrize("path", ["{package}/nowhere.py", "../../../etc/passwd"])
async def test_a_role_is_played_by_a_file_of_the_starter_or_it_is_refused(
    flask: Framework, tmp_path: Path, path: str
) -> None:
    other = changed(flask, tmp_path / "flask", '"{package}/hello.py"', f'"{path}"')

    with pytest.raises(ScaffoldError, match=r"framework\.toml is not right for comparisons: the starter has no"):
        await compare([other], None)


def test_a_framework_without_a_description_is_left_out_with_a_sentence(flask: Framework, tmp_path: Path) -> None:
    other = changed(replace(flask, title="Other"), tmp_path / "other", "[roles]", "[files]")

    known, problems = with_descriptions([other, flask])

    assert known == [flask]
    assert len(problems) == 1
    assert problems[0].startswith("Other is left out, for it has no description that can be used: ")
    assert "the key 'roles' is missing" in problems[0]


@pytest.fixture
def other(scaffold: CommandLine, tmp_path: Path, flask: Framework) -> CommandLine:
    """A scaffold that has `flask`, `twin`, the same, and `mute`, which says nothing of itself."""
    checkout = tmp_path / "checkout"
    templates = checkout / "templates"
    for name in (catalog.BASE, "flask"):
        shutil.copytree(catalog.templates_folder() / name, templates / name)
    changed(flask, templates / "twin", 'title = "Flask"', 'title = "Twin"')
    changed(flask, templates / "mute", "[roles]", "[files]")
    (templates / "examples.txt").write_text("flask twin")
    (checkout / "src").mkdir()
    (checkout / "src" / "scaffold").symlink_to(Path(package.__file__).parent)
    scaffold.environ["PYTHONPATH"] = os.fspath(checkout / "src")
    return scaffold


def checkout(other: CommandLine) -> Path:
    return Path(other.environ["PYTHONPATH"]).parent


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "There is nothing to compare. Name two to four frameworks: scaffold compare flask twin"),
        (("twin",), 2, "'twin' alone cannot be compared. Name two to four frameworks: scaffold compare twin flask"),
        (("flask", "FLASK"), 2, "'flask' is named twice. Name each framework once."),
        (("flask", "twim"), 3, "No framework is called 'twim'. Did you mean 'twin'?"),
        (("flask", "mute"), 1, "the key 'roles' is missing"),
        (("flask", "twin", "--role", "rout"), 2, "There are: application, routes, template, settings, test, run."),
        (("flask", "twin", "--measurements", "nowhere"), 2, "nowhere cannot be read: No such file or directory."),
        (("--html", "no/page.html"), 2, "The report cannot be written to no/page.html: its folder does not exist."),
        (("flask", "twin", "--json", "--markdown", "-"), 2, "Standard output can take one report."),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(
    other: CommandLine, words: tuple[str, ...], code: int, said: str
) -> None:
    done = other("compare", *words)

    assert said in only_a_sentence(done)
    assert done.returncode == code


@pytest.mark.slow
def test_more_than_four_do_not_fit(scaffold: CommandLine) -> None:
    done = scaffold("compare", *catalog.names()[:5])

    assert "5 frameworks do not fit beside each other." in only_a_sentence(done)
    assert done.returncode == 2


@pytest.mark.slow
def test_the_last_measurements_that_come_with_it_are_shown_and_another_file_where_it_is_given(
    other: CommandLine,
) -> None:
    (checkout(other) / "docs").mkdir()
    records = (BEGIN, FIGURE, {"record": "end"})
    (checkout(other) / "docs" / "comparison.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in records))
    mine = other.folder / "mine.jsonl"
    mine.write_text("".join(f"{json.dumps(each)}\n" for each in (BEGIN, FIGURE | {"values": [1, 2, 3]})))

    done = other("compare", "flask", "twin", "mute", "--role", "routes", "--markdown", "compared.md")
    given = other("compare", "flask", "twin", "--role", "routes", "--measurements", mine)

    assert (done.returncode, done.stdout) == (0, "")
    # One that says nothing of itself keeps nobody from the others.
    assert done.stderr.startswith("Flask is left out, for it has no description")
    assert len(done.stderr.splitlines()) == 1
    written = (other.folder / "compared.md").read_text()
    assert "| stop (ms) | 41 (40-44) | - |" in written
    assert written.count("```python") == 2
    assert (given.returncode, given.stderr) == (0, "")
    assert re.search(r"^stop \(ms\) +2 \(1-3\) +-$", given.stdout, re.MULTILINE)
    assert "\x1b" not in given.stdout
    assert "--- Twin, routes: hello/hello.py\n" in given.stdout


@pytest.mark.slow
def test_a_page_has_all_frameworks_and_begins_with_those_that_are_known_best(other: CommandLine) -> None:
    records = (BEGIN, FIGURE, {"record": "end"})
    (other.folder / "mine.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in records))
    (checkout(other) / "templates" / "examples.txt").write_text("twin flask")

    done = other("compare", "--html", "page.html", "--measurements", "mine.jsonl", "--no-facts")

    assert (done.returncode, done.stdout) == (0, "")
    assert len(done.stderr.splitlines()) == 1
    page = Page((other.folder / "page.html").read_text())
    shown = [attributes["data-of"] for tag, attributes in page.elements if tag == "article"]
    assert shown[:2] == ["twin", "flask"]
    assert "hello/hello.py" in page.words["p"]
    assert "scaffold measure flask --only stop" in page.words["code"]


@pytest.mark.slow
def test_nothing_in_a_template_moves_a_terminal_and_there_are_no_colours_where_none_are_wanted(
    other: CommandLine,
) -> None:
    routes = checkout(other) / "templates" / "twin" / "project" / "{{ package_name }}" / "hello.py"
    routes.write_text(f"# a\x1b]0;owned\x07b\x1b[2Jc\x9b5md\u202e\n{routes.read_text()}")
    argv = other.argv("compare", "flask", "twin", "--role", "routes", "--no-facts")
    environ = {"PYTHONPATH": other.environ["PYTHONPATH"]}

    coloured = on_a_terminal(argv, environ, columns=140, lines=60)
    bare = on_a_terminal(argv, environ | {"NO_COLOR": "1"}, columns=80, lines=100)
    piped = other(*argv[3:])

    for raw in (coloured.raw.decode(), bare.raw.decode(), piped.stdout):
        assert "owned" in raw
        assert not {"\x07", "\x9b", "\u202e"} & set(raw)
        assert not {"\x1b]0", "\x1b[2J"} & set(re.findall(r"\x1b(?:\]\d|\[[0-9;]*[A-Za-z])", raw))
    # Of colours, and of bold and dim, which are none.
    assert re.search(r"\x1b\[[0-9;]*3[0-7]m", coloured.raw.decode())
    assert not re.search(r"\x1b\[(?:[0-9;]*;)?(?:[349][0-7]|10[0-7])[0-9;]*m", bare.raw.decode())
    assert [line for line in coloured.screens[-1] if "Flask" in line and "Twin" in line]
    assert not [line for line in bare.screens[-1] if "Flask" in line and "Twin" in line]
    assert "Blueprint" in bare.text
