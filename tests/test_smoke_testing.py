import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from scaffold import catalog
from scaffold.errors import ToolMissingError
from scaffold.model import Cell, Framework, Status
from scaffold.smoke_testing import smoke

from .conftest import APPLICATION, OWN_PYTHON

FLASK = catalog.framework("flask")


def broken(tmp_path: Path, name: str, change: tuple[str, str, str]) -> Framework:
    """Flask's template with one change: file, text, other text."""
    folder = tmp_path / name
    shutil.copytree(FLASK.folder, folder)
    file, old, new = change
    path = folder / "project" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return replace(FLASK, name=name, folder=folder)


PACKAGE = "{{ package_name }}"


@pytest.mark.slow
async def test_broken_starters_fail_each_with_its_reason_and_do_not_stop_the_others(tmp_path: Path) -> None:
    starters = [
        broken(
            tmp_path,
            "raises",
            (f"{PACKAGE}/__init__.py", "def create_app", "raise ImportError('gone')\ndef create_app"),
        ),
        broken(tmp_path, "unescaped", (f"{PACKAGE}/templates/hello/hello.html", "{{ message }}", "{{ message|safe }}")),
        broken(tmp_path, "template", ("README.md.jinja", "{{ project_name }}", "{{ nonesuch }}")),
        broken(tmp_path, "lock", ("uv.lock.jinja", 'name = "flask"', 'name = "flusk"')),
        broken(tmp_path, "untidy", (f"{PACKAGE}/hello.py", "from flask import", "import os\nfrom flask import")),
        broken(tmp_path, "table", ("pyproject.toml.jinja", "serve = [", "server = [")),
        FLASK,
    ]

    report = await smoke(starters)

    failed = {
        cell.starter: {(o.step, o.check) for o in report.of(cell) if o.status is Status.FAILED}
        for cell in report.cells()
    }
    assert failed["flask"] == set()
    assert {("serve", "boot"), ("dev", "boot"), ("tests", "tests")} <= failed["raises"]
    assert {("serve", "hello-hostile-script"), ("dev", "hello-hostile-script"), ("tests", "tests")} <= failed[
        "unescaped"
    ]
    assert failed["template"] == {("render", "render")}
    assert failed["lock"] == {("install", "install")}
    assert failed["untidy"] == {("ruff", "ruff")}
    assert failed["table"] == {("render", "render")}
    assert "ImportError: gone" in "".join(o.tail or "" for o in report.of(Cell("raises", OWN_PYTHON)))
    assert not report.passed


@pytest.mark.slow
async def test_a_starter_whose_set_up_cannot_reach_its_source_is_not_tried_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    obtain = "import os; print('No copy in', os.environ['SCAFFOLD_COPY']); raise SystemExit(69)"
    setup = ("pyproject.toml.jinja", "setup = []", f'setup = [["python", "-c", "{obtain}"]]')
    monkeypatch.setenv("SCAFFOLD_COPY", "/nowhere")

    report = await smoke([broken(tmp_path, "far", setup), FLASK])

    (outcome,) = report.with_status(Status.NOT_TRIED)
    assert (outcome.cell.starter, outcome.step, outcome.problem) == ("far", "setup", "No copy in /nowhere")
    assert not report.failed
    assert {o.step for o in report.of(Cell("far", OWN_PYTHON))} == {"render", "install", "setup"}
    assert report.passed, "the others were tried"


async def test_a_missing_interpreter_is_said_before_anything_is_done() -> None:
    with pytest.raises(ToolMissingError, match=r"uv python install 3\.99"):
        await smoke([FLASK], pythons=["3.99"])


def test_the_tiny_application_of_the_tests_is_python() -> None:
    compile(APPLICATION, "app.py", "exec")
