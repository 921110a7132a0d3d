"""`scaffold smoke --template`: a template that is not ours goes through the same engine, each row of options once."""

import json
import os
import signal
import time
from pathlib import Path

import pytest

from scaffold import foreign
from scaffold.cells import Workshop
from scaffold.model import Resolution
from scaffold.render import renderer

from .conftest import DEADLINE_SECONDS, OWN_PYTHON, CommandLine
from .foreign import COPIER_YML, commit, make_template
from .test_foreign import ENDLESS
from .test_kills import temporary, wait_until_gone

# Nearly every test here renders or boots something.
pytestmark = pytest.mark.slow

assert temporary, "a fixture"

# What only our own starters have.
OURS = ("list", "shards", "shard", "cells", "changed since")
# Docs break what has a database.
BREAKS = "{% if docs and database == 'sqlite' %}raise ImportError('docs'){% endif %}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("flask", "--template", "."), "Give frameworks or --template, not both."),
        (("--pairwise",), "--data, --pairwise and --trust are for --template"),
        (("flask", "--data", "a=b"), "--data, --pairwise and --trust are for --template"),
        *(
            (("--template", ".", *given), f"{given[0]} is for our own starters: leave it out, or --template.")
            for given in (
                ("--list-cells",),
                ("--shards", "2"),
                ("--shard", "1/2"),
                ("--cells", ""),
                ("--changed-since", "HEAD"),
            )
        ),
        (("--template", "no/such/folder"), "There is no template in no/such/folder"),
        (("--template", ".", "--data", "database"), "--data wants NAME=VALUE"),
        (("--template", ".@v1"), "is no git repository, so there is no 'v1' of it"),
    ],
    ids=["frameworks too", "pairwise alone", "data alone", *OURS, "no folder", "no value", "no version"],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(
    scaffold: CommandLine, arguments: tuple[str, ...], said: str
) -> None:
    make_template(scaffold.folder / "template")
    scaffold.folder = scaffold.folder / "template"

    done = scaffold("smoke", *arguments)

    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_template_with_tasks_is_refused_before_anything_is_done(scaffold: CommandLine) -> None:
    folder = make_template(scaffold.folder / "mine", "_tasks: ['touch was-here']\n" + COPIER_YML)

    done = scaffold("smoke", "--template", folder)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "scaffold: The template has tasks, which run programs of its own: if you trust it, add --trust.\n"
    )


def test_a_project_without_the_table_is_one_sentence_of_the_report(scaffold: CommandLine) -> None:
    folder = make_template(scaffold.folder / "mine", files={"pyproject.toml": "[project]\nname = 'mine'\n"})

    done = scaffold("smoke", "--template", folder, "--json", "-")

    (outcome,) = json.loads(done.stdout)["outcomes"]
    assert done.returncode == 5
    assert (outcome["step"], outcome["status"]) == ("render", "failed")
    assert outcome["problem"].startswith("pyproject.toml has no table [tool.scaffold], so nothing says how")


def test_all_reports_are_made_of_a_template_and_say_which_it_was(scaffold: CommandLine) -> None:
    folder = make_template(scaffold.folder / "mine", files={"pyproject.toml": "[project]\nname = 'mine'\n"})
    reports = ("jsonl", "junit", "markdown", "html", "history")
    arguments = [word for name in reports for word in (f"--{name}", scaffold.folder / name)]

    done = scaffold("smoke", "--template", folder, "--pairwise", "--data", "database=none", *arguments)

    texts = {name: (scaffold.folder / name).read_text() for name in reports}
    begin = json.loads(texts["jsonl"].splitlines()[0])
    assert done.returncode == 5
    assert begin["context"]["template"] == "mine"
    assert [cell["options"] for cell in begin["cells"]] == [{"docs": "true"}, {"docs": "false"}]
    assert [cell["options"] for cell in json.loads(texts["history"])["cells"]] == [{"docs": "true"}, {"docs": "false"}]
    for name in ("junit", "markdown", "html"):
        assert "mine (docs=true)" in texts[name]
        assert "mine (docs=false)" in texts[name]


def test_a_template_that_keeps_the_contract_passes(scaffold: CommandLine) -> None:
    folder = make_template(scaffold.folder / "mine.git")
    commit(folder, "v1")

    done = scaffold("smoke", "--template", f"file://{folder}@v1", "--data", "database=sqlite", "--json", "-")

    report = json.loads(done.stdout)
    assert (done.returncode, report["passed"]) == (0, True)
    assert {outcome["starter"] for outcome in report["outcomes"]} == {"mine"}
    assert {"render", "install", "serve", "dev"} <= {outcome["step"] for outcome in report["outcomes"]}
    # Its table names no static file.
    assert "static" not in {outcome["check"] for outcome in report["outcomes"]}


async def test_locked_is_its_own_lock_where_it_has_one_and_a_fresh_one_where_not(tmp_path: Path, scratch: Path) -> None:
    lock = '# by hand\nversion = 1\nrevision = 3\nrequires-python = ">=3.11"\n'
    having, lacking = (
        foreign.named(str(make_template(tmp_path / name, files=files)))
        for name, files in (("having", {"uv.lock": lock}), ("lacking", {}))
    )

    async with renderer() as worker:
        workshop = Workshop(worker, scratch, lambda *_: None)
        projects = [await workshop.project(template, Resolution.LOCKED) for template in (having, lacking)]

    assert (projects[0] / "uv.lock").read_text() == lock
    assert 'name = "tiny"' in (projects[1] / "uv.lock").read_text()


def test_each_row_of_options_is_a_cell_and_only_those_fail_that_are_broken(scaffold: CommandLine) -> None:
    folder = make_template(scaffold.folder / "mine")
    app = folder / "project" / "app.py"
    app.rename(app.with_suffix(".py.jinja")).write_text(BREAKS + "{% raw %}" + app_text(folder) + "{% endraw %}")

    done = scaffold("smoke", "--template", folder, "--pairwise", "--server", "serve", "--json", "-")

    outcomes = json.loads(done.stdout)["outcomes"]
    rows = {tuple(outcome["options"].items()) for outcome in outcomes}
    broken = {tuple(outcome["options"].items()) for outcome in outcomes if outcome["status"] == "failed"}
    assert len(rows) == 7
    assert {dict(row).get("database") for row in rows} == {"none", "sqlite", "postgres"}
    assert broken == {row for row in rows if {("database", "sqlite"), ("docs", "true")} <= set(row)}
    assert broken
    assert {outcome["python"] for outcome in outcomes} == {OWN_PYTHON}


def test_rows_are_told_apart_in_the_report(scaffold: CommandLine) -> None:
    folder = make_template(scaffold.folder / "mine", files={"chosen.jinja": "{{ docs }}"})

    done = scaffold("smoke", "--template", folder, "--pairwise", "--data", "database=none", "--server", "serve")

    assert done.returncode == 0, done.stdout
    assert f"mine (docs=true) on Python {OWN_PYTHON}: " in done.stdout
    assert f"mine (docs=false) on Python {OWN_PYTHON}: " in done.stdout


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=lambda how: how.name)
def test_a_rendering_that_never_ends_is_gone_with_scaffold(
    scaffold: CommandLine, temporary: Path, how: signal.Signals
) -> None:
    scaffold.environ["TMPDIR"] = str(temporary)
    folder = make_template(scaffold.folder / "mine", files={"long.jinja": ENDLESS})
    process = scaffold.start("smoke", "--template", folder)
    wait_for_rendering(temporary)

    process.send_signal(how)

    process.communicate(timeout=DEADLINE_SECONDS)
    wait_until_gone(scaffold.folder, temporary)
    assert os.listdir(scaffold.folder) == ["mine"]


def app_text(folder: Path) -> str:
    return (folder / "project" / "app.py.jinja").read_text()


def wait_for_rendering(temporary: Path) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    # os.walk takes no harm from folders that go away meanwhile.
    while not any("render.request" in files for _, _, files in os.walk(temporary)):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(1)
