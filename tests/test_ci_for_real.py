"""The scripts of action.yml and of GitLab's job, run as CI runs them, with a scaffold that they install themselves."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from uv import find_uv_bin

from scaffold import catalog
from scaffold.cli import drifting

from .actions import BASH, Runner, a_machine, job_of, with_program
from .conftest import OWN_PYTHON, uv_cache
from .foreign import git
from .test_ci import DOCUMENTED

ROOT = Path(__file__).parent.parent
SOUND, BROKEN = "bottle", "tornado"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "run" in step}
REPORTS = {"report.json", "report.jsonl", "report.xml", "report.html"}

pytestmark = pytest.mark.slow


def make_checkout(folder: Path) -> Path:
    """A checkout of scaffold with two frameworks."""
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in (".gitignore", "pyproject.toml", "README.md", "LICENSE", "action.yml"):
        shutil.copy(ROOT / name, folder)
    for name in (catalog.BASE, SOUND, BROKEN, "examples.txt"):
        copy = shutil.copy if name.endswith(".txt") else shutil.copytree
        (folder / "templates").mkdir(exist_ok=True)
        copy(catalog.templates_folder() / name, folder / "templates" / name)
    return folder


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A job whose action has installed scaffold, from a checkout in which one of two starters is broken."""
    folder = tmp_path_factory.mktemp("job")
    checkout = make_checkout(folder / "checkout")
    (checkout / "templates" / BROKEN / "framework.toml").write_text("title = ")
    environ = os.environ | {"UV_CACHE_DIR": uv_cache(), "XDG_CACHE_HOME": str(folder / "cache")}
    job = job_of(checkout / "action.yml", folder / "temp", environ, {})
    job.outputs["python"] = {"python-path": sys.executable}
    done = job.run(STEPS["Install scaffold"])
    assert done
    assert done.returncode == 0, done.stderr
    return job


@pytest.fixture
def job(installed: Runner, tmp_path: Path) -> Runner:
    """The job as it was after that step, with a report of its own."""
    outputs = {step: dict(said) for step, said in installed.outputs.items()}
    outputs["install"]["report"] = str(tmp_path / "report")
    (tmp_path / "report").mkdir()
    return Runner(tmp_path, installed.environ, dict(installed.inputs), outputs)


def test_the_action_installs_scaffold_and_says_where_and_what_it_depends_on(installed: Runner) -> None:
    said = installed.outputs["install"]

    version = subprocess.run([f"{said['bin']}/scaffold", "--version"], capture_output=True, text=True, check=True)

    assert set(said) == {"bin", "report", "cache", "locks", "choice"}
    assert version.stdout.startswith("scaffold ")
    assert said["cache"] == uv_cache()
    assert Path(said["report"]).is_dir()
    assert re.fullmatch(r"[0-9a-f]{40}", said["locks"])
    assert said["choice"] != said["locks"]


def test_a_run_that_passes_writes_the_summary_and_all_reports(job: Runner) -> None:
    job.inputs |= {"frameworks": SOUND, "args": "--server serve", "python": OWN_PYTHON}

    done = job.run(STEPS["Prove the starters"])

    assert done
    assert done.returncode == 0, done.stdout
    assert {path.name for path in (job.folder / "report").iterdir()} == REPORTS
    report = json.loads((job.folder / "report" / "report.json").read_text())
    assert report["passed"]
    assert {(outcome["starter"], outcome["python"]) for outcome in report["outcomes"]} == {(SOUND, OWN_PYTHON)}
    assert SOUND in job.summary.read_text()
    assert "::error" not in done.stdout
    assert f"ok  {SOUND}" in done.stdout


def test_a_broken_starter_fails_the_step_with_an_annotation_and_the_others_are_proven(job: Runner) -> None:
    job.inputs |= {"args": "--server serve"}

    done = job.run(STEPS["Prove the starters"])

    assert done
    assert done.returncode == 1, done.stderr
    assert {path.name for path in (job.folder / "report").iterdir()} == REPORTS
    assert re.search(rf"^::error .*file=templates/{BROKEN}/framework\.toml", done.stdout, re.MULTILINE)
    report = json.loads((job.folder / "report" / "report.json").read_text())
    assert {outcome["starter"] for outcome in report["outcomes"] if outcome["status"] == "failed"} == {BROKEN}
    assert {outcome["starter"] for outcome in report["outcomes"]} == {SOUND, BROKEN}
    assert BROKEN in job.summary.read_text()


def test_a_job_of_a_matrix_proves_its_cells(job: Runner) -> None:
    job.inputs |= {"cells": f"{BROKEN}/{OWN_PYTHON}/locked", "python": OWN_PYTHON, "resolution": "latest"}

    done = job.run(STEPS["Prove the starters"])

    assert done
    assert done.returncode == 1
    report = json.loads((job.folder / "report" / "report.json").read_text())
    assert [(outcome["starter"], outcome["resolution"]) for outcome in report["outcomes"]] == [(BROKEN, "locked")]


def test_a_name_that_is_none_ends_the_step_as_it_ends_scaffold(job: Runner) -> None:
    job.inputs |= {"frameworks": "nope"}

    done = job.run(STEPS["Prove the starters"])

    assert done
    assert (done.returncode, done.stdout) == (3, "")
    assert "No framework is called 'nope'." in done.stderr


def test_pythons_are_installed_where_they_are_asked_for(job: Runner) -> None:
    without = job.run(STEPS["Install Pythons"])
    # No Python is fetched by a test.
    with_program({"PATH": ""}, job.folder / "bin", "uv", 'printf "%s\\n" "$@"')
    job.outputs["install"]["bin"] = str(job.folder / "bin")
    job.inputs |= {"python": "3.11, 3.13"}

    done = job.run(STEPS["Install Pythons"])

    assert without is None
    assert done
    assert (done.returncode, done.stdout.split()) == (0, ["python", "install", "3.11", "3.13"])


def test_the_job_of_gitlab_proves_what_a_merge_request_changed(tmp_path: Path) -> None:
    jobs = yaml.safe_load(DOCUMENTED[".gitlab-ci.yml"])
    origin = make_checkout(tmp_path / "origin")
    git(origin, "init", "--quiet", "--initial-branch=main")
    git(origin, "add", "--all")
    git(origin, "commit", "--quiet", "--message", "All")
    git(tmp_path, "clone", "--quiet", str(origin), "work")
    (tmp_path / "work" / "templates" / SOUND / "conventions.md").write_text("Changed.\n")
    uv = f'if [ "$1" = python ]; then echo "$@" > asked; else exec "{find_uv_bin()}" "$@"; fi'
    environ = with_program(a_machine(os.environ), tmp_path / "bin", "uv", uv) | {
        "UV_CACHE_DIR": uv_cache(),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "CI": "true",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_NODE_INDEX": "1",
        "CI_NODE_TOTAL": "1",
    }
    script = tmp_path / "job.sh"
    script.write_text("\n".join(jobs["smoke"]["script"]))

    done = subprocess.run(
        [*BASH, script], cwd=tmp_path / "work", env=environ, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "work" / ".venv" / "bin" / "scaffold").is_file()
    assert f"Changed since FETCH_HEAD: {SOUND}." in done.stdout
    assert "Shard 1 of 1 " in done.stdout
    assert (tmp_path / "work" / "asked").read_text() == "python install 3.11 3.12 3.13\n"
    kept = jobs["smoke"]["artifacts"]
    for name in (*kept["paths"], kept["reports"]["junit"]):
        assert (tmp_path / "work" / name).is_file(), name
    report = json.loads((tmp_path / "work" / "report.json").read_text())
    assert {outcome["starter"] for outcome in report["outcomes"]} == {SOUND}


def test_drift_that_passes_is_what_gitlab_lets_through() -> None:
    job = yaml.safe_load(DOCUMENTED[".gitlab-ci.yml"])["drift"]

    assert job["allow_failure"]["exit_codes"] == drifting.PASSES
