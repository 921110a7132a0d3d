"""What CI services are given: action.yml, and the workflows of docs/ci.md, which people copy."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from scaffold.matrix import entries
from scaffold.model import Cell

from .conftest import CommandLine

ROOT = Path(__file__).parent.parent
ACTION = ROOT / "action.yml"
BLOCKS = re.findall(r"^```(\w+)\n# (\S+\.\w+)[^\n]*\n(.*?)^```$", (ROOT / "docs" / "ci.md").read_text(), re.M | re.S)
DOCUMENTED = {name: text for _, name, text in BLOCKS}
WORKFLOWS = [name for name in DOCUMENTED if name.startswith(".github/workflows/")]
SCHEMAS = {"action.yml": "vendor.github-actions", ".gitlab-ci.yml": "vendor.gitlab-ci"}
TOOLS = Path(sys.executable).parent


def run(*words: str | Path, cwd: Path = ROOT, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words], cwd=cwd, env=os.environ | environ, capture_output=True, text=True, check=False
    )


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A repository with action.yml and all that is documented, where it belongs."""
    for name, text in {"action.yml": ACTION.read_text(), **DOCUMENTED}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def steps_of(file: dict[str, Any]) -> list[dict[str, Any]]:
    jobs = [file["runs"]] if "runs" in file else file["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


def test_the_documents_have_what_they_speak_of() -> None:
    assert list(DOCUMENTED) == [*WORKFLOWS, ".gitlab-ci.yml", "child.py"]
    assert WORKFLOWS == [".github/workflows/pull-request.yml", ".github/workflows/drift.yml"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["action.yml", *WORKFLOWS, ".gitlab-ci.yml"])
def test_it_is_what_the_published_schema_says(files: Path, name: str) -> None:
    schema = SCHEMAS.get(name, "vendor.github-workflows")
    options = ("--data-transform", "gitlab-ci") if "gitlab" in schema else ()

    done = run(TOOLS / "check-jsonschema", "--builtin-schema", schema, *options, files / name)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["action.yml", *WORKFLOWS])
def test_a_linter_for_security_has_nothing_to_say(files: Path, name: str) -> None:
    # Pinned by version and not by hash: what is copied from a page is to get the fixes of its actions. And "./" is
    # what every GitHub understands, where "$/" is new.
    (files / "zizmor.yml").write_text(
        "rules: {unpinned-uses: {config: {policies: {'*': ref-pin}}}, self-repository: {disable: true}}"
    )

    done = run(TOOLS / "zizmor", "--offline", "--no-progress", "--config", files / "zizmor.yml", files / name)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["action.yml", *WORKFLOWS])
def test_every_action_is_pinned_to_a_version_and_every_script_is_bash(files: Path, name: str) -> None:
    steps = steps_of(yaml.safe_load((files / name).read_text()))

    used = {step["uses"] for step in steps if "uses" in step} - {"./"}
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in used), used
    for script in (step["run"] for step in steps if "run" in step):
        checked = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, "")
        # Whoever writes the name of a branch or an input would write the script.
        assert "${{" not in script


@pytest.mark.parametrize("job", ["smoke", "drift"])
def test_the_scripts_of_gitlab_are_shell(job: str) -> None:
    script = "\n".join(yaml.safe_load(DOCUMENTED[".gitlab-ci.yml"])[job]["script"])

    checked = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)

    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_steps_that_another_page_shows_are_what_the_published_schema_says(tmp_path: Path) -> None:
    (steps,) = re.findall(r"^```yaml\n(.*?)^```$", (ROOT / "docs" / "reports.md").read_text(), re.M | re.S)
    job = {"runs-on": "ubuntu-24.04", "steps": yaml.safe_load(steps)}
    (tmp_path / "workflow.yml").write_text(json.dumps({"on": "push", "jobs": {"smoke": job}}))

    done = run(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", tmp_path / "workflow.yml")

    assert done.returncode == 0, done.stdout
    used = {step["uses"] for step in job["steps"] if "uses" in step}
    assert used <= {step["uses"] for step in steps_of(yaml.safe_load(ACTION.read_text())) if "uses" in step}


def test_the_action_has_the_documented_inputs() -> None:
    table = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "ci.md").read_text(), re.M)

    assert table == list(yaml.safe_load(ACTION.read_text())["inputs"])


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        pytest.param({}, ["--resolution", "locked"], id="all"),
        pytest.param(
            {"FRAMEWORKS": "flask, django", "PYTHONS": "3.11, 3.12", "RESOLUTION": "latest", "ARGS": "--server dev"},
            ["--server", "dev", "--resolution", "latest", "flask", "django", "--python", "3.11,3.12"],
            id="some",
        ),
        pytest.param(
            {"CELLS": "flask/3.12/locked", "PYTHONS": "3.12", "FRAMEWORKS": "$(touch stolen)"},
            ["--cells", "flask/3.12/locked"],
            id="cells",
        ),
        pytest.param(
            {"FRAMEWORKS": "$(touch stolen) `touch stolen`"},
            ["--resolution", "locked", "$(touch", "stolen)", "`touch", "stolen`"],
            id="not a shell line",
        ),
    ],
)
def test_the_action_says_to_scaffold_what_its_inputs_say(
    tmp_path: Path, inputs: dict[str, str], words: list[str]
) -> None:
    (script,) = (step["run"] for step in steps_of(yaml.safe_load(ACTION.read_text())) if "smoke" in step.get("run", ""))
    (tmp_path / "scaffold").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\nexit 7\n')
    (tmp_path / "scaffold").chmod(0o755)
    given = {"FRAMEWORKS": "", "PYTHONS": "", "RESOLUTION": "locked", "CELLS": "", "ARGS": ""} | inputs
    places = {"BIN": str(tmp_path), "REPORT": "report", "GITHUB_STEP_SUMMARY": "summary.md"}

    done = run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script, cwd=tmp_path, **given, **places)

    said = done.stdout.splitlines()
    assert said[: len(words) + 1] == ["smoke", *words]
    assert said[len(words) + 1 :] == [
        "--annotations", "--markdown", "summary.md", "--json", "report/report.json",
        "--jsonl", "report/report.jsonl", "--junit", "report/report.xml", "--html", "report/report.html",
    ]  # fmt: skip
    assert done.returncode == 7, "the exit code is the step's"
    assert [path.name for path in tmp_path.iterdir()] == ["scaffold"]


@pytest.mark.slow
def test_a_job_lists_its_cells_as_the_documented_workflow_does(scaffold: CommandLine) -> None:
    steps = yaml.safe_load(DOCUMENTED[WORKFLOWS[0]])["jobs"]["cells"]["steps"]
    (script,) = (step["run"] for step in steps if step.get("id") == "list")
    (scaffold.folder / "scaffold").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scaffold "$@"\n')
    (scaffold.folder / "scaffold").chmod(0o755)
    path = os.pathsep.join([str(scaffold.folder), os.environ["PATH"]])
    places = {"PATH": path, "BASE": "HEAD", "GITHUB_OUTPUT": "output"}

    done = run("bash", "-e", "-c", script, cwd=scaffold.folder, **{**scaffold.environ, **places})

    name, _, matrix = (scaffold.folder / "output").read_text().partition("=")
    assert (done.returncode, name) == (0, "matrix"), done.stderr
    assert len(json.loads(matrix)["include"]) <= 8


@pytest.mark.parametrize(("code", "ends_with", "pull_requests"), [(0, 0, 0), (7, 0, 1), (1, 1, 1)])
def test_a_night_s_drift_ends_as_scaffold_does_and_opens_one_pull_request_with_the_templates(
    tmp_path: Path, code: int, ends_with: int, pull_requests: int
) -> None:
    jobs = yaml.safe_load(DOCUMENTED[WORKFLOWS[1]])["jobs"]
    (prove,) = (step["run"] for step in jobs["drift"]["steps"] if step.get("id") == "drift")
    (publish,) = (step["run"] for step in jobs["pull-request"]["steps"] if "gh pr create" in step.get("run", ""))
    origin, work, bin_ = (tmp_path / name for name in ("origin", "work", "bin"))
    bin_.mkdir()
    changes = "echo new > templates/flask/uv.lock; echo stolen > action.yml; " if code else ""
    for name, line in {
        "scaffold": f'{changes}echo "$@" | tee --append "$GITHUB_STEP_SUMMARY" drift.jsonl; exit {code}',
        "gh": f'echo "$@" >> {tmp_path}/gh; if [ "$2" = list ]; then echo 0; fi',
    }.items():
        (bin_ / name).write_text(f"#!/bin/sh\n{line}\n")
        (bin_ / name).chmod(0o755)
    (work / "templates" / "flask").mkdir(parents=True)
    for name in ("templates/flask/uv.lock", "action.yml"):
        (work / name).write_text("old\n")
    identity = ("-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false")
    for words in (
        ("init", "--quiet", "--bare", origin), ("init", "--quiet", "--initial-branch=main", work),
        ("-C", work, "add", "--all"), ("-C", work, *identity, "commit", "--quiet", "--message", "First"),
        ("-C", work, "remote", "add", "origin", origin), ("-C", work, "push", "--quiet", "origin", "main"),
        ("clone", "--quiet", "--branch=main", origin, tmp_path / "fresh"),
    ):  # fmt: skip
        assert run("git", *words).returncode == 0
    places = {
        "PATH": os.pathsep.join([str(bin_), os.environ["PATH"]]),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "RUNNER_TEMP": str(tmp_path),
        "RUN": "https://example.org/runs/1",
    }

    proven = run("bash", "-e", "-c", prove, cwd=work, **places)
    (tmp_path / "drift").mkdir()
    (work / "drift.patch").rename(tmp_path / "drift" / "drift.patch")
    published = run("bash", "-e", "-c", publish, cwd=tmp_path / "fresh", **places)

    said = (
        f"drift --python 3.11,3.12,3.13 --accept --annotations --markdown {tmp_path}/summary "
        "--jsonl drift.jsonl --html drift.html --issue drift.issue.json\n"
    )
    assert (proven.returncode, proven.stdout) == (ends_with, said)
    assert (tmp_path / "output").read_text() == f"code={code}\n"
    assert (tmp_path / "summary").read_text() == said
    assert published.returncode == 0, published.stderr
    asked = (tmp_path / "gh").read_text() if (tmp_path / "gh").exists() else ""
    assert asked.count("pr create") == pull_requests
    assert asked.count("in the summary of https://example.org/runs/1.") == pull_requests
    changed = run("git", "-C", origin, "diff", "--name-only", "main", "drift").stdout if code else ""
    assert changed == ("templates/flask/uv.lock\n" if code else "")


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [0, 3])
def test_the_child_pipeline_of_gitlab_has_a_job_for_each_entry(files: Path, jobs: int) -> None:
    cells = [Cell("flask", f"3.{minor}") for minor in range(11, 11 + jobs)]

    made = subprocess.run(
        [sys.executable, files / "child.py"],
        input=json.dumps(entries(cells, {})),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    (files / "child.yml").write_text(made)

    done = run(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", files / "child.yml")
    assert done.returncode == 0, done.stdout
    matrix = json.loads(made).get("smoke", {}).get("parallel", {}).get("matrix", [])
    assert [entry["CELLS"] for entry in matrix] == [[f"flask/3.{minor}/locked"] for minor in range(11, 11 + jobs)]
