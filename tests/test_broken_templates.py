"""One folder under templates/ that is broken or unfinished: it is told of, and the others go on."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import scaffold as package
from scaffold import catalog

from .conftest import OWN_PYTHON, CommandLine
from .test_cli import only_a_sentence

pytestmark = pytest.mark.slow

SOUND = ("bottle", "tornado")
WELL = (catalog.framework("bottle").folder / "framework.toml").read_text()


def unfinished(folder: Path) -> None:
    shutil.rmtree(folder / "project")


def with_text(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "framework.toml").write_text(text)

    return write


def without(line: str) -> str:
    kept = [each for each in WELL.splitlines(keepends=True) if not each.startswith(line)]
    assert len(kept) < len(WELL.splitlines())
    return "".join(kept)


@pytest.fixture
def other(scaffold: CommandLine, tmp_path: Path) -> CommandLine:
    """A scaffold whose templates are two sound ones and `broken`, which is sound too until a test breaks it."""
    source = catalog.templates_folder()
    templates = tmp_path / "checkout" / "templates"
    for name in (catalog.BASE, *SOUND):
        shutil.copytree(source / name, templates / name)
    shutil.copytree(source / SOUND[0], templates / "broken")
    (templates / "examples.txt").write_text("\n".join(SOUND))
    (tmp_path / "checkout" / "src").mkdir()
    (tmp_path / "checkout" / "src" / "scaffold").symlink_to(Path(package.__file__).parent)
    scaffold.environ["PYTHONPATH"] = os.fspath(tmp_path / "checkout" / "src")
    return scaffold


def breaks(other: CommandLine, how: Callable[[Path], None]) -> None:
    how(Path(other.environ["PYTHONPATH"]).parent / "templates" / "broken")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        pytest.param(with_text("title = "), "framework.toml is not right: Invalid value", id="no TOML"),
        pytest.param(with_text(""), "the key 'title' is missing", id="empty"),
        pytest.param(with_text(without("summary")), "the key 'summary' is missing", id="a key is missing"),
        pytest.param(
            with_text(WELL.replace('title = "', "title = 5 # ")), "'title' is not a text", id="a number for a text"
        ),
        pytest.param(
            with_text(without("released").replace("[health]", '[health]\nreleased = "soon"')),
            "'released' is not a day",
            id="a text for a day",
        ),
        pytest.param(
            with_text(without("pythons").replace("[verified]", "[verified]\npythons = []")),
            "'pythons' is empty",
            id="verified with nothing",
        ),
        pytest.param(
            with_text(WELL.replace('status = "', 'status = "very ')),
            "is not a valid Upkeep",
            id="a word that is none",
        ),
        pytest.param(unfinished, "project cannot be read, No such file or directory", id="no project yet"),
    ],
)
def test_a_list_shows_the_others_and_says_what_is_wrong_with_the_broken_one(
    other: CommandLine, how: Callable[[Path], None], said: str
) -> None:
    breaks(other, how)

    done, as_json = other("list"), other("list", "--json")

    assert (done.returncode, as_json.returncode) == (0, 0), done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == list(SOUND)
    assert [framework["name"] for framework in json.loads(as_json.stdout)["frameworks"]] == list(SOUND)
    for stderr in (done.stderr, as_json.stderr):
        (line,) = stderr.splitlines()
        assert line.startswith("broken cannot be used: ")
        assert said in line


def test_a_broken_one_is_an_error_for_who_names_it_and_for_nobody_else(other: CommandLine) -> None:
    breaks(other, unfinished)

    shown = other("info", SOUND[0])
    created = other("new", "app", "--framework", SOUND[0], "--no-install", "--no-git")

    assert (shown.returncode, shown.stderr) == (0, "")
    assert (created.returncode, created.stderr) == (0, "")
    for words in (("info", "broken"), ("new", "b", "-f", "broken"), ("show", "broken"), ("smoke", "broken")):
        done = other(*words)
        assert "is not right: " in only_a_sentence(done)
        assert done.returncode == 1


def test_a_job_of_ci_that_has_a_broken_one_among_its_cells_fails_in_its_report(other: CommandLine) -> None:
    breaks(other, with_text(""))

    done = other("smoke", "--cells", f"broken/{OWN_PYTHON}/locked", "--json", "-")

    (outcome,) = json.loads(done.stdout)["outcomes"]
    assert done.returncode == 1
    assert (outcome["starter"], outcome["step"], outcome["status"]) == ("broken", "render", "failed")
    assert "the key 'title' is missing" in outcome["problem"]


def test_smoke_proves_the_others_and_the_broken_one_has_failed(other: CommandLine) -> None:
    breaks(other, with_text("title = "))

    done = other("smoke", "--server", "serve", "--json", "-")

    report = json.loads(done.stdout)
    failed = [outcome for outcome in report["outcomes"] if outcome["status"] == "failed"]
    assert done.returncode == 1
    assert [(outcome["starter"], outcome["step"]) for outcome in failed] == [("broken", "render")]
    assert "framework.toml is not right: " in failed[0]["problem"]
    assert {outcome["starter"] for outcome in report["outcomes"]} == {*SOUND, "broken"}


def test_drift_looks_at_the_others_and_the_broken_one_is_red(other: CommandLine) -> None:
    breaks(other, with_text("title = "))
    verified = max(catalog.framework(name).verified.date for name in SOUND)

    done = other("drift", "--as-of", verified.isoformat(), "--server", "serve", "--json")

    cells = {cell["starter"]: cell for cell in json.loads(done.stdout)["cells"]}
    assert done.returncode == 1
    assert cells.keys() == {*SOUND, "broken"}
    assert cells["broken"]["verdict"] == "control fails"
    assert "framework.toml is not right: " in cells["broken"]["reason"]
    assert "control fails" not in {cells[name]["verdict"] for name in SOUND}
