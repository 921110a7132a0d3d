"""What changed since a commit, asked of a real git."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scaffold.changes import affected
from scaffold.errors import ToolMissingError, UsageError
from scaffold.repository import changed_since

from .conftest import CommandLine

ROOT = Path(__file__).parent.parent
NAMES = ("django", "flask", "sanic")
IDENTITY = ("-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *IDENTITY, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, message: str = "More") -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a commit that the branch `begun` stays at."""
    folder = tmp_path / "repository"
    for name in ("templates/flask/framework.toml", "templates/sanic/framework.toml", "src/code.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("first\n")
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder)
    git(folder, "branch", "begun")
    return folder


def test_what_is_committed_changed_new_or_gone_since_a_ref_is_told(repository: Path) -> None:
    (repository / "templates/flask/framework.toml").write_text("second\n")
    commit(repository)
    (repository / "src/code.py").write_text("not committed\n")
    (repository / "templates/sanic/framework.toml").unlink()
    (repository / "templates/sanic/n\u00e9w").write_text("not even added\n")

    changed = changed_since(repository, "begun")

    assert changed[:-1] == ("src/code.py", "templates/flask/framework.toml", "templates/sanic/framework.toml")
    assert changed[-1].startswith("templates/sanic/n")
    assert changed_since(repository / "templates", "begun")[0] == "flask/framework.toml"


def test_what_others_did_on_the_ref_in_the_meantime_is_no_change_of_ours(repository: Path) -> None:
    git(repository, "switch", "--quiet", "--create", "ours")
    (repository / "templates/flask/framework.toml").write_text("ours\n")
    commit(repository)
    git(repository, "switch", "--quiet", "main")
    (repository / "src/code.py").write_text("theirs\n")
    commit(repository)
    git(repository, "switch", "--quiet", "ours")

    assert changed_since(repository, "main") == ("templates/flask/framework.toml",)


def test_a_commit_without_a_common_ancestor_is_compared_as_it_is(repository: Path) -> None:
    git(repository, "switch", "--quiet", "--orphan", "elsewhere")
    (repository / "other").write_text("other\n")
    commit(repository)

    assert "src/code.py" in changed_since(repository, "main")


@pytest.mark.parametrize("ref", ["nonesuch", "", "--output=stolen", "HEAD~7"])
def test_a_ref_that_git_does_not_know_is_refused(repository: Path, ref: str) -> None:
    with pytest.raises(UsageError, match="git knows no commit"):
        changed_since(repository, ref)
    assert not (repository / "stolen").exists()


def test_a_folder_that_git_does_not_track_cannot_be_compared(repository: Path, tmp_path: Path) -> None:
    (repository / ".gitignore").write_text("venv\n")
    (repository / "venv" / "templates").mkdir(parents=True)
    (repository / "venv" / "templates" / "file").write_text("installed\n")

    for folder in (tmp_path, repository / "venv"):
        with pytest.raises(UsageError, match="from a checkout"):
            changed_since(folder, "main")


def test_without_git_it_is_said(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(ToolMissingError, match="git is missing"):
        changed_since(repository, "main")


@pytest.mark.parametrize(
    ("paths", "frameworks", "said"),
    [
        pytest.param(
            ["templates/flask/project/x.py", "docs/ci.md"], ("flask",), "Changed since main: flask.", id="one"
        ),
        pytest.param(["templates/gone/framework.toml"], (), "No template", id="a framework that is no more"),
        pytest.param(["templates/README.md", "templates/examples.txt", "docs/x.md"], (), "No template", id="words"),
        pytest.param(["src/scaffold/probe.py"], NAMES, "src/scaffold/probe.py changed", id="scaffold"),
        pytest.param(["docs/x.md", "templates/_base/copier.yml"], NAMES, "_base/copier.yml changed", id="base"),
        pytest.param(["pyproject.toml"], NAMES, "pyproject.toml changed", id="versions of tools"),
        pytest.param(["uv.lock"], NAMES, "uv.lock changed", id="lock of tools"),
        pytest.param(["tests/src/x.py", "templates/flask_/x"], (), "No template", id="only alike"),
        pytest.param([], (), "No template", id="nothing"),
    ],
)
def test_what_all_starters_depend_on_means_all_and_a_template_its_own(
    paths: list[str], frameworks: tuple[str, ...], said: str
) -> None:
    changed = affected(paths, NAMES, "main")

    assert changed.frameworks == frameworks
    assert said in changed.why


@pytest.mark.slow
def test_in_a_checkout_the_changed_frameworks_are_listed_with_the_reason(scaffold: CommandLine, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for name in ("src", "templates"):
        shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    # What the render worker compiles is no change.
    (checkout / ".gitignore").write_text("__pycache__/\n")
    git(checkout, "init", "--quiet", "--initial-branch=main")
    commit(checkout)
    scaffold.environ |= {"PYTHONPATH": str(checkout / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    (checkout / "templates" / "flask" / "project" / "README.md.jinja").write_text("changed")

    done = scaffold("smoke", "--changed-since", "main", "--python", "3.12", "--list-cells")
    nothing = scaffold("smoke", "django", "--changed-since", "main", "--json", "report.json")

    assert (done.returncode, done.stdout, done.stderr) == (0, "flask/3.12/locked\n", "Changed since main: flask.\n")
    assert nothing.returncode == 0, nothing.stderr
    assert nothing.stdout.splitlines() == [
        "No template of these frameworks changed since main.", "There is nothing to prove.",
    ]  # fmt: skip
    assert '"passed": true' in (scaffold.folder / "report.json").read_text()
    assert os.listdir(scaffold.folder) == ["report.json"]
