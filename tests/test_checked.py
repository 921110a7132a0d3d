"""That a project was checked is known as long as it is true of its lock and its Python."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scaffold import checked

from .conftest import CommandLine


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("version_info = 3.12.1")
    (tmp_path / "uv.lock").write_text("version = 1")
    return tmp_path


@pytest.mark.parametrize("passed", [True, False])
def test_a_check_is_known_with_its_day_and_its_result(project: Path, passed: bool) -> None:
    checked.remember(project, project / ".venv", passed=passed)

    found = checked.last(project, project / ".venv")

    assert found is not None
    assert (found.passed, found.days()) == (passed, 0)


def test_a_check_of_the_day_before_yesterday_is_two_days_old() -> None:
    assert checked.Checked(datetime.now(UTC) - timedelta(days=2), passed=True).days() == 2


@pytest.mark.parametrize("changed", ["uv.lock", ".venv/pyvenv.cfg"])
def test_a_check_with_another_lock_or_python_is_not_known_any_more(project: Path, changed: str) -> None:
    checked.remember(project, project / ".venv", passed=True)

    (project / changed).write_text("another")

    assert checked.last(project, project / ".venv") is None


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"at": 1}', "\udcff"])
def test_a_note_that_nobody_can_read_is_none(project: Path, note: str) -> None:
    checked.remember(project, project / ".venv", passed=True)
    (note_file,) = (project / ".venv").glob(".scaffold-*")

    note_file.write_bytes(note.encode(errors="surrogateescape"))

    assert checked.last(project, project / ".venv") is None


def test_where_nothing_can_be_written_the_check_is_not_known(project: Path) -> None:
    checked.remember(project, project / "nowhere", passed=True)

    assert checked.last(project, project / "nowhere") is None


@pytest.mark.slow
def test_check_and_resume_say_when_a_project_was_checked_and_git_does_not_see_it(scaffold: CommandLine) -> None:
    assert scaffold("new", "My-App", "-f", "bottle").returncode == 0

    first, second = scaffold("check", "My-App"), scaffold("check", "My-App", "--json")
    resumed = scaffold("new", "My-App", "--resume")
    as_json = scaffold("new", "My-App", "--resume", "--json")

    assert (first.returncode, second.returncode) == (0, 0), first.stdout
    assert "Checked before" not in first.stdout
    assert json.loads(second.stdout)["context"]["checked before"] == "today, passed"
    assert "checked today, passed" in resumed.stdout
    assert json.loads(as_json.stdout)["checked"] == "today, passed"
    (note,) = (scaffold.folder / "My-App" / ".venv").glob(".scaffold-check*")
    assert (scaffold.folder / "My-App" / ".venv" / ".gitignore").read_text().strip() == "*"
    assert note.is_file()


@pytest.mark.slow
def test_what_fails_for_want_of_installed_files_says_what_puts_them_back(scaffold: CommandLine) -> None:
    assert scaffold("new", "My-App", "-f", "flask").returncode == 0
    environment = scaffold.folder / "My-App" / ".venv"
    (lost,) = environment.glob("lib/python*/site-packages/click/core.py")
    lost.unlink()

    checked_, run = scaffold("check", "My-App"), scaffold("run", "My-App")

    hint = "In .venv files of click are missing, as after an installation that was killed. Put them back with: uv sync"
    assert (checked_.returncode, run.returncode) == (1, 1)
    assert hint in checked_.stdout
    assert hint in " ".join(run.stderr.split())
