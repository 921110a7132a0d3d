"""The reports as `smoke` and `report` write them: real files, a real command line."""

import json
import os
import re
import signal
import time
from itertools import groupby
from pathlib import Path

import pytest
from junitparser import JUnitXml

from scaffold.cli.wanted import Wanted
from scaffold.cli.writing import recorded
from scaffold.errors import DestinationError, UsageError
from scaffold.model import Beginning, Report
from scaffold.report.lines import Recorder, read

from ..conftest import DEADLINE_SECONDS, CommandLine
from .samples import HOSTILE, cells, report

CELLS = cells(("flask", "falcon"), ("3.12",))
RUN = report(CELLS, failing=CELLS[:1])


def tell(recorder: Recorder, run: Report = RUN) -> None:
    assert run.started is not None
    recorder.began(Beginning(tuple(run.cells()), run.started, run.context))
    for _, outcomes in groupby(run.outcomes, key=lambda outcome: outcome.cell):
        recorder.finished(list(outcomes))


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """What a run left."""
    with recorded(Wanted(jsonl=str(tmp_path / "run.jsonl"))) as recorder:
        tell(recorder)
        recorder.ended(RUN.seconds)
    return tmp_path / "run.jsonl"


@pytest.fixture(autouse=True)
def _no_github(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.slow
def test_a_report_that_is_made_afterwards_is_that_of_the_run_to_the_byte(tmp_path: Path, scaffold: CommandLine) -> None:
    first, second = (
        {kind: str(tmp_path / f"{n}.{kind}") for kind in ("json", "junit", "markdown", "html")} for n in "12"
    )
    wanted = Wanted(first["json"], str(tmp_path / "run.jsonl"), first["junit"], first["markdown"], first["html"])
    with recorded(wanted) as recorder:
        tell(recorder)
        recorder.ended(RUN.seconds)

    done = scaffold("report", tmp_path / "run.jsonl", *(w for kind, to in second.items() for w in (f"--{kind}", to)))

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    for kind in first:
        assert Path(first[kind]).read_bytes() == Path(second[kind]).read_bytes(), kind


def test_whatever_ends_the_run_its_reports_are_written_and_marked(tmp_path: Path) -> None:
    wanted = Wanted(
        json=str(tmp_path / "run.json"),
        jsonl=str(tmp_path / "run.jsonl"),
        junit=str(tmp_path / "junit.xml"),
        history=str(tmp_path / "history.jsonl"),
        html=str(tmp_path / "run.html"),
    )

    def interrupted() -> None:
        with recorded(wanted) as recorder:
            tell(recorder)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert json.loads((tmp_path / "run.json").read_text())["partial"] is True
    assert read(tmp_path / "run.jsonl").partial
    assert len(list(JUnitXml.fromfile(str(tmp_path / "junit.xml")))) == 2
    assert "This report is partial." in (tmp_path / "run.html").read_text()
    assert json.loads((tmp_path / "history.jsonl").read_text())["partial"] is True


def test_a_run_that_did_not_begin_has_no_report(tmp_path: Path) -> None:
    with pytest.raises(UsageError), recorded(Wanted(json=str(tmp_path / "run.json"))):
        raise UsageError("no such Python")

    assert not (tmp_path / "run.json").exists()


def test_a_report_that_cannot_be_written_is_said_and_keeps_no_other_from_it(tmp_path: Path) -> None:
    wanted = Wanted(jsonl="/dev/full", junit="/dev/full", html=str(tmp_path / "run.html"))

    with (
        pytest.raises(DestinationError, match=r"could not be written to /dev/full: No space left"),
        recorded(wanted) as recorder,
    ):
        tell(recorder)

    assert "1 failed" in (tmp_path / "run.html").read_text()


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        pytest.param(Wanted(html="none/run.html"), "its folder does not exist", id="no folder"),
        pytest.param(Wanted(junit="."), "it is a folder", id="folder"),
        pytest.param(Wanted(json="-", jsonl="-"), "can take one report", id="two on standard output"),
        pytest.param(Wanted(json="-", annotations=True), "can take one report", id="annotations beside one"),
        pytest.param(Wanted(history="-"), "needs a file", id="history"),
        pytest.param(Wanted(history=__file__), "is no history", id="no history"),
    ],
)
def test_what_could_not_be_written_is_refused_before_anything_runs(wanted: Wanted, said: str) -> None:
    with pytest.raises(UsageError, match=said), recorded(wanted):
        pytest.fail("it ran")


def test_until_the_annotations_come_no_log_can_give_github_commands(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with recorded(Wanted(annotations=True)) as recorder:
        tell(recorder)
        print(HOSTILE.replace("\udc80", ""))

    printed = capsys.readouterr().out.splitlines()
    (stop,) = re.findall("^::stop-commands::([0-9a-f]{64})$", printed[0])
    begin = printed.index(f"::{stop}::")
    assert begin > printed.index("::error file=x::injected") > 0
    assert len(printed[begin + 1 :]) == 3
    assert all(line.startswith("::error file=templates/flask/") for line in printed[begin + 1 :])


def test_to_the_summary_of_a_step_markdown_is_added_within_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("x" * (2**20 - 700))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))

    for _ in range(2):
        with recorded(Wanted(markdown=str(summary))) as recorder:
            tell(recorder)

    text = summary.read_text()
    assert text.startswith("xxx")
    assert "## ❌" in text
    assert "left out here" in text
    assert len(text.encode()) < 2**20


def test_another_markdown_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "run.md").write_text("old")

    with recorded(Wanted(markdown=str(tmp_path / "run.md"))) as recorder:
        tell(recorder)

    assert (tmp_path / "run.md").read_text().startswith("## ❌")


@pytest.mark.slow
def test_nothing_is_written_for_github_that_was_not_asked_for(
    lines: Path, tmp_path: Path, scaffold: CommandLine
) -> None:
    (tmp_path / "summary.md").write_text("")
    scaffold.environ |= {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}

    done = scaffold("report", lines)

    assert (tmp_path / "summary.md").read_text() == ""
    assert not [line for line in done.stdout.splitlines() if line.startswith("::")]
    assert "FAILED flask on Python 3.12, serve, boot" in done.stdout


def test_the_report_of_a_killed_run_says_that_it_is_partial(lines: Path, scaffold: CommandLine) -> None:
    lines.write_text(lines.read_text()[:-300])

    done = scaffold("report", lines)

    assert done.returncode == 0
    assert "this report is partial" in done.stdout


@pytest.mark.slow
def test_the_issue_is_json_for_the_workflow_that_keeps_it(lines: Path, scaffold: CommandLine) -> None:
    issue = json.loads(scaffold("report", lines, "--issue", "-").stdout)

    assert issue.keys() == {"schema", "marker", "title", "body", "open"}
    assert issue["open"] is True
    assert issue["body"].startswith(issue["marker"])


@pytest.mark.slow
def test_a_run_can_be_shown_after_it_with_its_history(lines: Path, tmp_path: Path, scaffold: CommandLine) -> None:
    for _ in range(2):
        done = scaffold("report", lines, "--history", tmp_path / "h.jsonl", "--html", tmp_path / "run.html")

    assert done.returncode == 0
    assert len((tmp_path / "h.jsonl").read_text().splitlines()) == 1


@pytest.mark.slow
def test_what_is_no_report_ends_with_usage(tmp_path: Path, scaffold: CommandLine) -> None:
    done = scaffold("report", tmp_path / "none.jsonl")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"scaffold: {tmp_path / 'none.jsonl'} cannot be read: No such file or directory.\n"


@pytest.mark.slow
def test_lines_on_standard_output_come_as_they_are_made_and_alone(scaffold: CommandLine) -> None:
    done = scaffold("smoke", "flask", "--server", "serve", "--jsonl", "-")

    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [records[0]["record"], records[-2]["record"], records[-1]["record"]] == ["begin", "cell", "end"]
    assert records[-1]["partial"] is False


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_its_report(number: signal.Signals, tmp_path: Path, scaffold: CommandLine) -> None:
    file = scaffold.folder / "run.jsonl"
    arguments = ("--server", "serve", "--jobs", "1", "--jsonl", file, "--html", scaffold.folder / "run.html")
    process = scaffold.start("smoke", "flask", "falcon", "aiohttp", *arguments)
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not (file.exists() and '"record": "cell"' in file.read_text()):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)

    os.killpg(process.pid, number)
    process.communicate(timeout=DEADLINE_SECONDS)

    killed = number == signal.SIGKILL
    assert process.returncode == (-number if killed else 128 + number)
    left = read(file)
    assert left.partial
    assert len(left.cells()) == 3
    assert '"record": "end"' not in file.read_text() or not killed
    assert (scaffold.folder / "run.html").exists() != killed
