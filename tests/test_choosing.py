"""The options that say which cells are proven, as a person or a CI service types them."""

import json
import re
from pathlib import Path

import pytest

from scaffold import catalog
from scaffold.cli.choosing import choose
from scaffold.errors import UnknownFrameworkError, UsageError
from scaffold.matrix import Matrix, duration_name
from scaffold.model import Cell

from .conftest import OWN_PYTHON, CommandLine
from .test_cli import only_a_sentence


@pytest.fixture
def measured(scaffold: CommandLine, tmp_path: Path) -> CommandLine:
    """A machine on which some cells were proven before."""
    cache = tmp_path / "measured" / "scaffold"
    cache.mkdir(parents=True)
    known = {duration_name(Cell("django", "3.12")): 9.0, duration_name(Cell("flask", "3.12")): 2.0}
    (cache / "durations.json").write_text(json.dumps(known))
    scaffold.environ["XDG_CACHE_HOME"] = str(cache.parent)
    return scaffold


def test_the_matrix_for_ci_is_one_line_with_every_cell(measured: CommandLine) -> None:
    done = measured(
        "smoke", "--python", "3.11,3.12,3.13", "--resolution", "locked,latest", "--list-cells", "--json", "-"
    )

    assert done.stdout.count("\n") == 1
    include = json.loads(done.stdout)["include"]
    named = [cell for entry in include for cell in entry["cells"].split(",")]
    assert len(named) == len(set(named)) == len(catalog.names()) * 6
    assert len(include) <= 256


def test_the_jobs_of_a_matrix_prove_together_every_cell_once_on_any_machine(
    measured: CommandLine, tmp_path: Path
) -> None:
    listed = measured(
        "smoke", "django", "flask", "falcon", "--python", "3.12", "--list-cells", "--shards", "2", "--json", "-"
    )
    measured.environ["XDG_CACHE_HOME"] = str(tmp_path / "another machine")

    proven = [
        measured("smoke", "--cells", entry["cells"], "--list-cells").stdout.split()
        for entry in json.loads(listed.stdout)["include"]
    ]

    assert proven == [["django/3.12/locked"], ["flask/3.12/locked", "falcon/3.12/locked"]]


def test_the_list_for_people_has_a_line_for_each_cell(measured: CommandLine) -> None:
    done = measured("smoke", "django", "sanic", "--python", "3.12", "--list-cells")

    assert done.stdout == "django/3.12/locked  9.0 s\nsanic/3.12/locked\n"


@pytest.mark.slow
def test_shards_are_balanced_by_what_was_measured_and_name_their_division(measured: CommandLine) -> None:
    starters = ("django", "flask", "falcon", "--python", "3.12", "--list-cells")

    first, second = measured("smoke", *starters, "--shard", "1/2"), measured("smoke", *starters, "--shard", "2/2")

    assert first.stdout == "django/3.12/locked  9.0 s\n"
    assert second.stdout == "flask/3.12/locked  2.0 s\nfalcon/3.12/locked\n"
    assert first.stderr.startswith("Shard 1 of 2 (division ")
    assert first.stderr.split(":")[0][-9:] == second.stderr.split(":")[0][-9:]
    assert second.stderr.endswith(": 2 of 3 cells.\n")


@pytest.mark.slow
def test_a_shard_that_has_nothing_says_so_and_passes(scaffold: CommandLine) -> None:
    done = scaffold("smoke", "flask", "--shard", "2/2", "--json", "-")

    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == "There is nothing to prove."
    report = json.loads(done.stdout)
    assert (report["passed"], report["outcomes"]) == (True, [])
    assert "0 of 1 cells" in report["context"]["chosen"]


@pytest.mark.parametrize(
    ("options", "kind", "said"),
    [
        pytest.param({"shard": "0/2"}, UsageError, "--shard 1/4", id="shard zero"),
        pytest.param({"shard": "3/2"}, UsageError, "--shard 1/4", id="a shard too many"),
        pytest.param({"shard": "half"}, UsageError, "--shard 1/4", id="no shard"),
        pytest.param({"cells": "flask"}, UsageError, "is no cell", id="no cell"),
        pytest.param({"cells": ","}, UsageError, "names no cell", id="no cells"),
        pytest.param({"cells": "flsk/3.11/locked"}, UnknownFrameworkError, "Did you mean 'flask'", id="framework"),
        pytest.param({"cells": "flask/3.11/locked", "python": "3.12"}, UsageError, "leave out", id="cells and Pythons"),
        pytest.param({"changed_since": "no-such-ref"}, UsageError, "git knows no", id="ref"),
        pytest.param({"resolution": "newest"}, UsageError, "does not know 'newest'", id="resolution"),
        pytest.param({"server": ","}, UsageError, "nothing to prove", id="no server"),
    ],
)
def test_what_cannot_be_chosen_is_refused(options: dict[str, str], kind: type[Exception], said: str) -> None:
    given = {"python": "", "resolution": "", "server": "serve"} | options
    rest = {name: given.pop(name, None) for name in ("changed_since", "cells", "shard")}

    with pytest.raises(kind, match=re.escape(said)):
        choose((), **given, **rest)  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("flask", "--cells", "flask/3.11/locked"), "leave out", id="cells and frameworks"),
        pytest.param(("--shards", "3"), "--list-cells", id="shards of no list"),
        pytest.param(("--list-cells", "--json", "no/such/file"), "does not exist", id="place"),
    ],
)
def test_options_that_do_not_go_together_are_one_sentence(
    scaffold: CommandLine, arguments: tuple[str, ...], said: str
) -> None:
    done = scaffold("smoke", *arguments)

    assert said in only_a_sentence(done)
    assert done.returncode == 2


@pytest.mark.slow
def test_a_shard_proves_its_own_cells_and_the_report_says_which_part_it_is(scaffold: CommandLine) -> None:
    # Other tests of this process may have proven one of them.
    scaffold.environ["XDG_CACHE_HOME"] = str(scaffold.folder / "cache")

    done = scaffold("smoke", "flask", "falcon", "--server", "serve", "--shard", "2/2", "--json", "-")

    report = json.loads(done.stdout)
    assert (done.returncode, report["passed"]) == (0, True)
    # Nothing is known of either here: the names decide.
    assert {outcome["starter"] for outcome in report["outcomes"]} == {"flask"}
    assert report["context"]["chosen"].startswith("Shard 2 of 2 ")


def test_the_python_that_runs_scaffold_is_the_one_where_none_is_given() -> None:
    assert list(Matrix([catalog.framework("flask")]).cells()) == [Cell("flask", OWN_PYTHON)]
