"""The scripts that the documents give for nightly jobs, run against a `gh` that knows a few issues."""

import json
import os
import re
import shutil
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest
import yaml

from scaffold.cli.wanted import Wanted
from scaffold.cli.writing import recorded, write_all
from scaffold.model import Beginning

from .drift_samples import drift_report, failing, one_of_each
from .samples import cells, report

DOCS = Path(__file__).parents[2] / "docs"
CELLS = cells(("flask",), ("3.12",))

# As much of gh as the script uses, with its issues in a file.
GH = """
import json, pathlib, sys
store = pathlib.Path("issues.json")
issues = json.loads(store.read_text())
words = sys.argv[1:]
given = dict(zip(words, words[1:]))
assert words[0] == "issue"
if words[1] == "list":
    assert given["--state"] == "all"
    wanted = given["--search"].removesuffix(" in:title")
    found = [issue for issue in issues if wanted in issue["title"]]
    print(json.dumps([{name: issue[name] for name in given["--json"].split(",")} for issue in found]))
elif words[1] == "create":
    body = pathlib.Path(given["--body-file"]).read_text()
    issues.append({"number": len(issues) + 1, "state": "OPEN", "title": given["--title"], "body": body})
else:
    issue = next(issue for issue in issues if issue["number"] == int(words[2]))
    if words[1] == "edit":
        issue |= {"title": given["--title"], "body": pathlib.Path(given["--body-file"]).read_text()}
    else:
        issue["state"] = {"close": "CLOSED", "reopen": "OPEN"}[words[1]]
store.write_text(json.dumps(issues))
"""


def tools(folder: Path, **programs: str) -> str:
    """A PATH with programs of ours at its beginning."""
    (folder / "bin").mkdir()
    for name, text in programs.items():
        (folder / "bin" / name).write_text(f"#!{sys.executable}\n{text}")
        (folder / "bin" / name).chmod(0o755)
    return os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("jq"), reason="the script needs jq")
def test_one_issue_is_opened_edited_closed_and_opened_again(tmp_path: Path) -> None:
    (script,) = re.findall("^```bash\n(.*?)^```", (DOCS / "reports.md").read_text(), re.DOTALL | re.MULTILINE)
    path = tools(tmp_path, gh=GH, scaffold="from scaffold.cli import main\nmain()\n")
    other = {"number": 1, "state": "OPEN", "title": "Nightly smoke test: why?", "body": "a person asks"}
    (tmp_path / "issues.json").write_text(json.dumps([other]))

    states = []
    for broken in ((), CELLS, CELLS, (), CELLS):
        run = report(CELLS, failing=broken)
        assert run.started is not None
        with recorded(Wanted(jsonl=str(tmp_path / "run.jsonl"))) as recorder:
            recorder.began(Beginning(tuple(CELLS), run.started, run.context))
            for _, outcomes in groupby(run.outcomes, key=lambda outcome: outcome.cell):
                recorder.finished(list(outcomes))
            recorder.ended(run.seconds)
        environ = {**os.environ, "PATH": path}
        subprocess.run(["bash", "-eu", "-o", "pipefail", "-c", script], cwd=tmp_path, env=environ, check=True)
        issues = json.loads((tmp_path / "issues.json").read_text())
        assert issues[0] == other
        states.append([(issue["state"], issue["title"].split(": ")[1]) for issue in issues[1:]])

    assert states == [
        [],
        [("OPEN", "flask fails")],
        [("OPEN", "flask fails")],
        [("CLOSED", "all is well")],
        [("OPEN", "flask fails")],
    ]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("jq"), reason="the script needs jq")
def test_the_issue_of_a_drift_is_kept_by_the_workflow_and_is_another(tmp_path: Path) -> None:
    (workflow,) = re.findall(r"^# \.github/workflows/drift\.yml\n(.*?)^```", (DOCS / "ci.md").read_text(), re.S | re.M)
    (script,) = (step["run"] for step in yaml.safe_load(workflow)["jobs"]["issue"]["steps"] if "run" in step)
    environ = {**os.environ, "PATH": tools(tmp_path, gh=GH), "RUNNER_TEMP": str(tmp_path)}
    folder = tmp_path / "drift"
    folder.mkdir()
    other = {"number": 1, "state": "OPEN", "title": "Nightly drift: why?", "body": "a person asks"}
    (folder / "issues.json").write_text(json.dumps([other]))

    def run() -> list[tuple[str, str]]:
        subprocess.run(["bash", "-e", "-c", script], env=environ, check=True)
        issues = json.loads((folder / "issues.json").read_text())
        assert issues[0] == other
        return [(issue["state"], issue["title"].split(": ")[1]) for issue in issues[1:]]

    states = [run()]
    for drifts in (one_of_each()[:3], (failing(),), (failing("flask"),), one_of_each()[:1], (failing(),)):
        write_all(drift_report(drifts), Wanted(issue=str(folder / "drift.issue.json")))
        states.append(run())

    assert states == [
        [],
        [],
        [("OPEN", "pyramid needs a look")],
        [("OPEN", "flask needs a look")],
        [("CLOSED", "all is well")],
        [("OPEN", "pyramid needs a look")],
    ]
