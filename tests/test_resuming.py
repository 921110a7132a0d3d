"""A project whose installation was interrupted is finished; one that is somebody else's, or was changed, is refused."""

import fcntl
import json
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from uv import find_uv_bin

from .conftest import DEADLINE_SECONDS, CommandLine

FRAMEWORK = "flask"


def wait_for_file(file: Path, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not file.exists():
        assert process.poll() is None, "it was done before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.001)


def is_installed(project: Path) -> bool:
    check = [find_uv_bin(), "sync", "--locked", "--check", "--offline", "--project", str(project)]
    environ = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    return subprocess.run(check, capture_output=True, env=environ, check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("dest", [None, "some where/else"], ids=["here", "dest"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=lambda how: how.name)
def test_an_interrupted_installation_says_the_command_that_finishes_it(
    scaffold: CommandLine, how: signal.Signals, dest: str | None
) -> None:
    project = scaffold.folder / (dest or "My-App")
    where = ("--dest", dest) if dest else ()
    process = scaffold.start("new", "My-App", "-f", FRAMEWORK, *where)
    wait_for_file(project / "pyproject.toml", process)

    process.send_signal(how)
    said, _ = process.communicate(timeout=DEADLINE_SECONDS)

    assert process.returncode == 128 + how
    assert f"The project in {project} is complete but not installed. Finish it with: scaffold new " in said
    assert not is_installed(project)
    words = shlex.split(said.strip().rpartition("Finish it with: scaffold ")[2])
    finished = scaffold(*words, "--json")
    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout)["installed"]
    assert is_installed(project)


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.0, 0.1, 0.3])
def test_a_killed_installation_is_finished(scaffold: CommandLine, moment: float) -> None:
    process = scaffold.start("new", "My-App", "-f", FRAMEWORK, "--no-git")
    wait_for_file(scaffold.folder / "My-App" / "pyproject.toml", process)
    time.sleep(moment)
    process.kill()
    process.communicate(timeout=DEADLINE_SECONDS)

    again = scaffold("new", "My-App", "-f", FRAMEWORK)
    finished = scaffold("new", "My-App", "--resume")

    assert again.returncode == 4
    assert finished.returncode == 0, finished.stderr
    assert is_installed(scaffold.folder / "My-App")
    run = [find_uv_bin(), "run", "--offline", "pytest", "-q"]
    environ = {name: value for name, value in scaffold.environ.items() if name != "VIRTUAL_ENV"}
    subprocess.run(run, cwd=scaffold.folder / "My-App", env=environ, check=True, capture_output=True)


@pytest.mark.slow
def test_what_the_uv_of_a_killed_one_writes_to_its_last_moment_is_made_whole(scaffold: CommandLine) -> None:
    project = scaffold.folder / "My-App"
    assert scaffold("new", "My-App", "-f", FRAMEWORK).returncode == 0
    (file,) = project.glob(".venv/lib/python*/site-packages/click/core.py")

    with (project / ".venv" / ".lock").open("r+b") as lock:
        # As that uv holds it while it installs.
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = scaffold.start("new", "My-App", "--resume")
        deadline = time.monotonic() + DEADLINE_SECONDS
        while not any("sync" in words_of(child) for child in psutil.Process(process.pid).children(recursive=True)):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
        # Long enough for the other to come to the lock; a file is never written in place, it may be uv's own.
        time.sleep(1)
        assert process.poll() is None
        file.unlink()
    said, _ = process.communicate(timeout=DEADLINE_SECONDS)

    assert process.returncode == 0, said
    assert file.is_file()


def words_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@pytest.mark.slow
def test_of_a_package_that_was_being_written_when_it_was_killed_the_rest_comes(scaffold: CommandLine) -> None:
    assert scaffold("new", "app", "-f", FRAMEWORK, "--no-git").returncode == 0
    (site_packages,) = (scaffold.folder / "app" / ".venv").glob("lib/python*/site-packages")
    # Of one its last files, of another the list of them.
    missing = [site_packages / "flask" / "views.py", *site_packages.glob("click-*.dist-info/RECORD")]
    for file in missing:
        file.unlink()
    # Another file in its place: this one is also that of uv's cache.
    short = site_packages / "jinja2" / "nodes.py"
    short.unlink()
    short.touch()
    # Of a third what is added to the files of its wheel: the list is still that of the wheel.
    (record,) = site_packages.glob("pytest-*.dist-info/RECORD")
    (scaffold.folder / "app" / ".venv" / "bin" / "pytest").unlink()
    (record.parent / "INSTALLER").unlink()
    lines = [
        line for line in record.read_text().splitlines() if not line.startswith("../") and "/INSTALLER" not in line
    ]
    record.unlink()
    record.write_text("\n".join(lines) + "\n")
    # uv writes it anew with each installation; the other files are those of its cache, which others link as well.
    (kept,) = site_packages.glob("werkzeug-*.dist-info/RECORD")
    before = kept.stat().st_ctime_ns

    done = scaffold("new", "app", "--resume")

    assert done.returncode == 0, done.stderr
    assert len(missing) == 2
    assert all(file.is_file() for file in missing)
    assert short.stat().st_size
    assert (scaffold.folder / "app" / ".venv" / "bin" / "pytest").is_file()
    assert kept.stat().st_ctime_ns == before, "what is complete is left alone"


def test_what_a_kill_left_is_refused_with_the_way_to_finish_it(scaffold: CommandLine) -> None:
    assert scaffold("new", "app", "-f", FRAMEWORK, "--no-install", "--no-git").returncode == 0

    done = scaffold("new", "app", "-f", FRAMEWORK)

    assert done.returncode == 4
    assert "add --resume" in done.stderr


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


REFUSED: dict[str, tuple[Callable[[Path], object], tuple[str, ...], str]] = {
    "nothing there": (shutil.rmtree, (), "There is nothing to resume"),
    "no project": (lambda project: (project / "pyproject.toml").unlink(), (), "no pyproject.toml"),
    "no table": (
        lambda project: rewrite(project / "pyproject.toml", "[tool.scaffold]", "[tool.other]"),
        (),
        "no table [tool.scaffold]",
    ),
    "not of ours": (
        lambda project: rewrite(project / "pyproject.toml", f'framework = "{FRAMEWORK}"', 'framework = "mine"'),
        (),
        "was not made by scaffold",
    ),
    "another name": (
        lambda project: rewrite(project / "pyproject.toml", 'name = "app"', 'name = "other"'),
        (),
        "is the project 'other'",
    ),
    "another framework": (lambda _: None, ("-f", "django"), "is a Flask project"),
    "no lock": (lambda project: (project / "uv.lock").unlink(), (), "has no uv.lock any more"),
    "a lock that does not fit": (
        lambda project: rewrite(project / "pyproject.toml", "dependencies = [", 'dependencies = [\n  "idna",'),
        (),
        "its uv.lock is not that of its pyproject.toml",
    ),
    "without installing": (lambda _: None, ("--no-install",), "Give only one of the two"),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_resumed_is_refused_in_one_sentence(scaffold: CommandLine, case: str) -> None:
    change, options, said = REFUSED[case]
    assert scaffold("new", "app", "-f", FRAMEWORK, "--no-install", "--no-git").returncode == 0
    change(scaffold.folder / "app")

    done = scaffold("new", "app", "--resume", *options)

    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list((scaffold.folder / "app").glob(".venv/lib/*/site-packages/*.dist-info"))
