"""The wheel: what is in it, and what an installed scaffold says when its files are not those of the wheel."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from uv import find_uv_bin

ROOT = Path(__file__).parent.parent


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command: list[str | Path] = [find_uv_bin(), "build", "--wheel", "--quiet", "--out-dir", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_all_templates_and_both_scripts(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    tracked = subprocess.run(
        ["git", "ls-files", "-z", "templates", "src/scaffold"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    expected = {
        name.replace("src/scaffold", "scaffold").replace("templates/", "scaffold/templates/", 1)
        for name in tracked
        if name
    }
    assert expected - names == set()
    assert not [name for name in names if "__pycache__" in name]


def test_the_wheel_carries_the_last_measurements_where_there_are_any(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert ("scaffold/comparison.jsonl" in names) == (ROOT / "docs" / "comparison.jsonl").is_file()
    assert [name for name in names if name.endswith(".md") and not name.startswith("scaffold/templates/")] == []


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Path:
    """A folder with scaffold as an installer puts it there; what it needs is found where the tests find it."""
    folder = tmp_path / "site"
    command = [find_uv_bin(), "pip", "install", "--quiet", "--no-deps", "--python", sys.executable]
    subprocess.run([*command, "--link-mode", "copy", "--target", folder, wheel], check=True, capture_output=True)
    return folder


def run(installed: Path, *words: str) -> subprocess.CompletedProcess[str]:
    work = installed.parent / "work"
    work.mkdir(exist_ok=True)
    environ = os.environ | {"PYTHONPATH": str(installed)}
    command = [sys.executable, "-m", "scaffold", *words]
    return subprocess.run(command, cwd=work, env=environ, capture_output=True, text=True, timeout=120, check=False)


NEW = ("new", "app", "-f", "flask", "--no-install", "--no-git")
CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a changed byte": (
        lambda templates: flip(templates / "flask" / "project" / "gunicorn.conf.py"),
        "flask/project/gunicorn.conf.py was changed",
    ),
    "a changed byte in what all share": (
        lambda templates: flip(templates / "_base" / "copier.yml"),
        "_base/copier.yml was changed",
    ),
    "a missing file": (
        lambda templates: (templates / "flask" / "project" / ".env.jinja").unlink(),
        "flask/project/.env.jinja is missing",
    ),
    "an added file": (
        lambda templates: (templates / "flask" / "project" / "evil.py").write_text(""),
        "flask/project/evil.py does not belong there",
    ),
}


def flip(file: Path) -> None:
    body = bytearray(file.read_bytes())
    body[-2] ^= 1
    file.write_bytes(body)


@pytest.mark.parametrize("words", [NEW, ("info", "flask"), ("show", "flask")], ids=lambda words: words[0])
@pytest.mark.parametrize("change", CHANGES)
def test_h40_an_installed_template_that_is_not_that_of_the_wheel_is_reported(
    installed: Path, change: str, words: tuple[str, ...]
) -> None:
    make, said = CHANGES[change]
    make(installed / "scaffold" / "templates")

    done = run(installed, *words)

    assert done.returncode == 5
    assert done.stdout == ""
    assert said in done.stderr
    assert "--force-reinstall" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list((installed.parent / "work").iterdir()) == []


def test_h40_a_smoke_test_reports_it_as_that_starter_s_failure(installed: Path) -> None:
    flip(installed / "scaffold" / "templates" / "flask" / "project" / "gunicorn.conf.py")

    done = run(installed, "smoke", "flask")

    assert done.returncode == 1
    assert "gunicorn.conf.py was changed" in done.stdout
    assert "Traceback" not in done.stderr


def test_an_installed_scaffold_as_it_was_released_makes_projects_also_with_compiled_templates(installed: Path) -> None:
    templates = installed / "scaffold" / "templates"
    subprocess.run([sys.executable, "-m", "compileall", "-q", templates / "flask"], check=True)
    # Another starter's files are its own concern.
    shutil.rmtree(templates / "falcon" / "project" / "tests")

    done = run(installed, *NEW)

    assert (done.returncode, done.stderr) == (0, "")
