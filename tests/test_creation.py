import os
import stat
import subprocess
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from scaffold.creation import Wish, create, next_steps, plan
from scaffold.errors import DestinationError, InstallationError, NameNotAllowedError, ToolMissingError

from .conftest import OWN_PYTHON

pytestmark = pytest.mark.usefixtures("forked_workers")


@pytest.fixture(autouse=True)
def _work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)


def wish(**changes: object) -> Wish:
    """A wish for My-App that asks for no more than its files, but for `changes`."""
    return replace(Wish("My-App", "flask", install=False, git=False), **changes)  # type: ignore[arg-type]


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


async def test_a_project_is_made_in_a_folder_of_its_name() -> None:
    created = await create(wish())

    assert created.path == Path.cwd() / "My-App"
    assert os.listdir() == ["My-App"]
    assert created.project.package == "my_app"
    assert created.next_steps[0] == "cd My-App"
    assert created.next_steps[1].endswith("uv sync --locked")
    assert created.next_steps[2].endswith("uv run flask --app my_app run --debug --host 127.0.0.1 --port 8000")


async def test_a_project_goes_where_dest_says_and_its_parents_are_made() -> None:
    created = await create(wish(destination=Path("some/where/else")))

    assert created.path == Path.cwd() / "some" / "where" / "else"
    assert tomllib.loads((created.path / "pyproject.toml").read_text())["project"]["name"] == "my-app"
    assert created.next_steps[0] == "cd some/where/else"


async def test_a_first_commit_is_made_also_without_an_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    created = await create(wish(git=True))

    assert created.committed
    assert git(created.path, "log", "--format=%an: %s") == "scaffold: Start My-App from scaffold's Flask template"
    assert git(created.path, "status", "--porcelain") == ""
    assert "uv.lock" in git(created.path, "ls-files").splitlines()
    assert ".env" not in git(created.path, "ls-files").splitlines()


async def test_the_user_s_hooks_and_signing_key_have_no_part_in_the_first_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "pre-commit").write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
    (hooks / "pre-commit").chmod(0o755)
    (tmp_path / ".gitconfig").write_text(
        f"[user]\nname = Ada\nemail = ada@example.org\n[core]\nhooksPath = {hooks}\n"
        "[commit]\ngpgsign = true\n[user]\nsigningkey = none\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    created = await create(wish(git=True))

    assert git(created.path, "log", "--format=%an <%ae>") == "Ada <ada@example.org>"
    assert not (tmp_path / "ran").exists()


async def test_no_repository_is_made_inside_another() -> None:
    git(Path.cwd(), "init", "--quiet")

    created = await create(wish(git=True, destination=Path("deep/down")))

    assert not created.committed
    assert not (created.path / ".git").exists()


async def test_without_git_the_project_is_made_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")

    created = await create(wish(git=True))

    assert not created.committed
    assert (created.path / "README.md").is_file()


async def test_the_python_that_was_asked_for_is_noted() -> None:
    created = await create(wish(python=OWN_PYTHON))

    assert (created.path / ".python-version").read_text() == f"{OWN_PYTHON}\n"


@pytest.mark.parametrize("way", ["file", "full directory", "link", "dangling link", "current folder"])
async def test_a_destination_that_is_taken_is_refused_untouched(way: str) -> None:
    path, target = Path("My-App"), Path("target")
    match way:
        case "file":
            path.write_text("mine")
        case "full directory":
            path.mkdir()
            (path / "mine").write_text("mine")
        case "link":
            target.mkdir()
            path.symlink_to(target)
        case "dangling link":
            path.symlink_to(target)
    before = listing()

    with pytest.raises(DestinationError, match="Nothing was changed"):
        await create(wish(destination=Path() if way == "current folder" else path))

    assert listing() == before


def listing() -> list[tuple[str, int]]:
    return [(str(path), path.lstat().st_mtime_ns) for path in sorted(Path().rglob("*"))]


async def test_an_empty_directory_is_taken() -> None:
    Path("My-App").mkdir()

    created = await create(wish())

    assert (created.path / "README.md").is_file()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"name": "../up"}, NameNotAllowedError, id="name"),
        pytest.param({"python": "3.99", "install": True}, ToolMissingError, id="python"),
        pytest.param({"destination": Path("/proc/nowhere/app")}, DestinationError, id="place"),
    ],
)
async def test_a_refusal_leaves_nothing(changes: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        await create(wish(**changes))

    assert os.listdir() == []


async def test_a_failed_installation_keeps_the_complete_project_and_says_what_is_left(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # An empty cache and no index: nothing can be installed.
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "empty"))
    monkeypatch.setenv("UV_OFFLINE", "1")

    with pytest.raises(InstallationError, match=r"what is left to do: cd My-App && .*uv sync --locked") as error:
        await create(wish(install=True))

    assert "Network connectivity is disabled" in str(error.value)
    assert (Path("My-App") / "README.md").is_file()
    assert (Path("My-App") / "uv.lock").is_file()


async def test_a_plan_says_what_would_be_done_and_leaves_nothing() -> None:
    planned = await plan(wish(install=True, git=True))

    assert planned.path == Path.cwd() / "My-App"
    assert "my_app/__init__.py" in {file.path for file in planned.files}
    assert planned.commands == ("git init", "git add --all", "git commit", "uv sync --locked")
    assert os.listdir() == []


async def test_a_plan_and_a_creation_have_the_same_files() -> None:
    planned, created = await plan(wish()), await create(wish())

    assert planned.files == created.files


async def test_the_secrets_file_is_not_for_others_to_read() -> None:
    created = await create(wish())

    assert stat.S_IMODE((created.path / ".env").stat().st_mode) & 0o077 == 0


async def test_the_next_steps_work_for_a_path_with_spaces_and_quotes() -> None:
    created = await create(wish(destination=Path("it's a 'folder'")))

    done = subprocess.run(["bash", "-c", created.next_steps[0] + " && pwd"], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == str(created.path)


async def test_where_uv_is_not_on_the_path_the_next_steps_name_the_one_that_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    created = await create(wish())
    monkeypatch.setenv("PATH", "/nonexistent")

    steps = next_steps(created.starter, installed=True)

    assert Path(steps[-1].split(" run ")[0]).is_file()


@pytest.mark.slow
async def test_latest_resolves_afresh_and_commits_what_it_resolved() -> None:
    created = await create(wish(latest=True, git=True))

    locked = {
        package["name"]: package["version"]
        for package in tomllib.loads((created.path / "uv.lock").read_text())["package"]
    }
    assert {"my-app", "flask", "gunicorn"} <= locked.keys()
    assert git(created.path, "status", "--porcelain") == ""


async def test_latest_without_an_index_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "empty"))
    monkeypatch.setenv("UV_OFFLINE", "1")

    with pytest.raises(InstallationError, match="uv says"):
        await create(wish(latest=True))

    assert os.listdir() == []
