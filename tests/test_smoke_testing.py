import asyncio
import os
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from scaffold import catalog, cells, proofs
from scaffold.cells import Workshop
from scaffold.environment import pool
from scaffold.errors import ToolMissingError
from scaffold.matrix import Matrix
from scaffold.model import Cell, Framework, Mode, Resolution, Status
from scaffold.processes import scratch_folder
from scaffold.processes.connection import MAX_TEMPORARY_BYTES
from scaffold.render import renderer
from scaffold.smoke_testing import Counts, smoke

from .conftest import APPLICATION, OWN_PYTHON

pytestmark = pytest.mark.usefixtures("forked_workers")

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

    report = await smoke(Matrix(starters))

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

    report = await smoke(Matrix([broken(tmp_path, "far", setup), FLASK]))

    (outcome,) = report.with_status(Status.NOT_TRIED)
    assert (outcome.cell.starter, outcome.step, outcome.problem) == ("far", "setup", "No copy in /nowhere")
    assert not report.failed
    assert {o.step for o in report.of(Cell("far", OWN_PYTHON))} == {"render", "install", "setup"}
    assert report.passed, "the others were tried"


@pytest.mark.slow
async def test_cells_that_are_alike_are_tried_once_and_what_is_proven_only_on_request_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofs, "user_cache_path", lambda _: tmp_path)
    matrix = Matrix([FLASK, replace(FLASK, name="twin")], servers=[Mode.SERVE])
    tried: list[Cell] = []
    counts: list[Counts] = []

    first = await smoke(matrix, listener=lambda cell, step: tried.append(cell) if step == "serve" else None)
    again = await smoke(matrix, since_proven=True, counted=counts.append)

    assert (len(tried), first.passed, len(first.cells())) == (1, True, 2)
    assert {outcome.step for outcome in first.outcomes} == {
        "render",
        "install",
        "serve",
        "security",
        "tests",
        "ruff",
        "format",
    }
    assert {outcome.status for outcome in again.outcomes} == {Status.PROVEN}
    assert again.passed
    assert counts == [Counts(cells=2, distinct=1, new=0)]


@pytest.mark.slow
async def test_the_next_run_is_given_the_environment_that_the_last_one_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "user_cache_path", lambda _: tmp_path)
    matrix = Matrix([FLASK], servers=[Mode.SERVE])

    reports = [await smoke(matrix)]
    (made,) = tmp_path.glob("environments/*/venv/pyvenv.cfg")
    first = made.stat()
    reports.append(await smoke(matrix))

    assert [report.failed for report in reports] == [(), ()]
    assert (made.stat().st_ino, made.stat().st_mtime_ns) == (first.st_ino, first.st_mtime_ns)
    assert made.parent.with_name("whole").exists()


@pytest.mark.slow
async def test_the_declared_floors_are_installed_and_proven() -> None:
    report = await smoke(Matrix([FLASK], resolutions=[Resolution.LOWEST], servers=[Mode.SERVE]))

    assert report.failed == ()
    assert report.passed


async def test_sockets_of_servers_fit_below_the_folder_of_a_cell_in_a_long_folder_for_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TemporaryDirectory(prefix="x" * (MAX_TEMPORARY_BYTES - len("/tmp/12345678")), dir="/tmp") as longest:
        monkeypatch.setattr(tempfile, "tempdir", longest)
        with scratch_folder("smoke") as scratch:
            async with renderer() as worker:
                workshop = Workshop(worker, scratch, lambda *_: None)
                starter = broken(tmp_path, "lock", ("uv.lock.jinja", "version = 1", "version = = 1"))
                log = (await workshop.prove(starter, Cell("lock", OWN_PYTHON)))[-1].log

    assert log is not None
    assert str(log).startswith(longest)
    # The 104th cell of a run, macOS's limit.
    path = log.parent.with_name("104") / "tmp" / "pymp-abcdefgh" / "listener-abcdefgh"
    assert len(os.fsencode(path)) <= 103


async def test_a_cell_without_its_python_is_not_tried_and_the_others_are(tmp_path: Path) -> None:
    # A lock that is no TOML: the one that is tried ends at once.
    starter = broken(tmp_path, "lock", ("uv.lock.jinja", "version = 1", "version = = 1"))

    report = await smoke(Matrix([starter], ["3.99", OWN_PYTHON]))

    assert report.of(Cell("lock", "3.99"))[0].status is Status.NOT_TRIED
    assert "uv python install 3.99" in str(report.of(Cell("lock", "3.99"))[0].problem)
    assert report.of(Cell("lock", OWN_PYTHON))[-1].status is Status.FAILED


async def test_where_no_python_is_there_it_is_said_before_anything_is_done() -> None:
    with pytest.raises(ToolMissingError, match=r"uv python install 3\.99"):
        await smoke(Matrix([FLASK], ["3.99"]))


async def test_who_is_interrupted_waits_for_the_thread_that_still_writes() -> None:
    written = []

    def write() -> None:
        time.sleep(0.2)
        written.append("all")

    task = asyncio.create_task(cells.in_thread(write))
    await asyncio.sleep(0.05)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

    assert task.cancelled()
    assert written == ["all"]


def test_the_tiny_application_of_the_tests_is_python() -> None:
    compile(APPLICATION, "app.py", "exec")
