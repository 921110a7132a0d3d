"""Every class of errors.py is provoked for real, by a command line in a process of its own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffold import errors

from .conftest import TABLE, CommandLine
from .test_hostile import FRAMEWORK, NEW, copy_of_the_checkout

CLASSES = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.ScaffoldError)
}
# What `main` would show, with its class, which nobody sees on the command line.
PROGRAM = """
import sys
from scaffold.cli.main import app
try:
    app(standalone_mode=False)
except Exception as error:
    print(f"{type(error).__name__}: {error}", end="", file=sys.stderr)
    sys.exit(error.exit_code)
"""


def with_a_broken_template(folder: Path) -> dict[str, str]:
    source = copy_of_the_checkout(folder)
    (folder / "templates" / FRAMEWORK / "project" / "broken.jinja").write_text("{{ nope }}")
    return {"PYTHONPATH": str(source)}


def with_a_broken_description(folder: Path) -> dict[str, str]:
    source = copy_of_the_checkout(folder)
    (folder / "templates" / FRAMEWORK / "framework.toml").write_text("title = 1")
    return {"PYTHONPATH": str(source)}


def without_templates(folder: Path) -> dict[str, str]:
    source = copy_of_the_checkout(folder)
    (folder / "templates").rename(folder / "elsewhere")
    return {"PYTHONPATH": str(source)}


def without_an_index(folder: Path) -> dict[str, str]:
    return {"UV_CACHE_DIR": str(folder / "empty"), "UV_OFFLINE": "1"}


def with_a_server_that_ends(folder: Path) -> dict[str, str]:
    project = folder.parent / "work" / "tiny"
    project.mkdir()
    (project / "pyproject.toml").write_text(TABLE)
    (project / "app.py").write_text("raise SystemExit('no')")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", project / ".venv"], check=True)
    return {}


def nothing(_: Path) -> dict[str, str]:
    return {}


Prepare = Callable[[Path], dict[str, str]]
PROVOKED: dict[str, tuple[Prepare, tuple[str, ...]]] = {
    "ScaffoldError": (with_a_broken_description, ("info", FRAMEWORK)),
    "UsageError": (nothing, ("show", FRAMEWORK, "nosuch.py")),
    "NameNotAllowedError": (nothing, ("new", "class", *NEW)),
    "UnknownFrameworkError": (nothing, ("new", "app", "-f", "flsk")),
    "DestinationError": (nothing, ("new", "app", *NEW, "--dest", "/dev/null")),
    "ToolMissingError": (nothing, ("new", "app", "-f", FRAMEWORK, "--python", "3.99")),
    "BrokenInstallationError": (without_templates, ("new", "app", *NEW)),
    "InstallationError": (without_an_index, ("new", "app", "-f", FRAMEWORK, "--no-git")),
    "NotReachableError": (nothing, ("smoke", FRAMEWORK, "--dask", "tcp://127.0.0.1:9")),
    "RenderError": (with_a_broken_template, ("new", "app", *NEW)),
    "BootError": (with_a_server_that_ends, ("run", "tiny")),
}


def test_no_class_is_without_a_way_to_provoke_it() -> None:
    assert PROVOKED.keys() == CLASSES.keys()


# Dask goes on trying for ten seconds.
SLOW = {"NotReachableError"}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in PROVOKED]
)
def test_each_error_comes_with_its_code_and_one_sentence(scaffold: CommandLine, tmp_path: Path, name: str) -> None:
    prepare, words = PROVOKED[name]
    scaffold.environ |= prepare(tmp_path / "other")

    done = scaffold.run_by(PROGRAM, *words)

    kind, _, sentence = done.stderr.splitlines()[-1].partition(": ")
    assert (kind, done.returncode) == (name, CLASSES[name].exit_code), done.stderr
    assert len(sentence.split()) > 3
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nwe", "app"), "Did you mean 'new'"),
        (("new", "app", "--framwork", "x"), "--framework"),
        (("new", "app", "-f", "flsk"), "Did you mean 'flask'"),
        (("info", "djnago"), "Did you mean 'django'"),
        (("smoke", "falsk"), "Did you mean 'flask'"),
        (("show", "flask", "helo.py"), "Did you mean"),
        (("show", "flask", "nosuch.py"), "shows its files"),
    ],
)
def test_what_was_mistyped_is_guessed(scaffold: CommandLine, words: tuple[str, ...], said: str) -> None:
    done = scaffold(*words)

    assert said in done.stderr
    assert done.returncode in (2, 3)
    assert "Traceback" not in done.stderr
