"""The script that docs/reports.md gives for the nightly job, run against a `gh` that knows one issue."""

import json
import os
import re
import shutil
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

from scaffold.cli.writing import Wanted, recorded
from scaffold.model import Beginning

from .samples import cells, report

DOCUMENT = Path(__file__).parents[2] / "docs" / "reports.md"
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


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("jq"), reason="the script needs jq")
def test_one_issue_is_opened_edited_closed_and_opened_again(tmp_path: Path) -> None:
    (script,) = re.findall("^```bash\n(.*?)^```", DOCUMENT.read_text(), re.DOTALL | re.MULTILINE)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, text in (("gh", GH), ("scaffold", "from scaffold.cli import main\nmain()\n")):
        (tools / name).write_text(f"#!{sys.executable}\n{text}")
        (tools / name).chmod(0o755)
    other = {"number": 1, "state": "OPEN", "title": "Nightly smoke test: why?", "body": "a person asks"}
    (tmp_path / "issues.json").write_text(json.dumps([other]))

    states = []
    for failing in ((), CELLS, CELLS, (), CELLS):
        run = report(CELLS, failing=failing)
        assert run.started is not None
        with recorded(Wanted(jsonl=str(tmp_path / "run.jsonl"))) as recorder:
            recorder.began(Beginning(tuple(CELLS), run.started, run.context))
            for _, outcomes in groupby(run.outcomes, key=lambda outcome: outcome.cell):
                recorder.finished(list(outcomes))
            recorder.ended(run.seconds)
        environ = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}
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
