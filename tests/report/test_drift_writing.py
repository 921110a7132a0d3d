"""The reports of a drift as `drift` and `report` write them: real files, a real command line."""

import json
import os
import signal
import time
from pathlib import Path

import pytest
from junitparser import JUnitXml

from scaffold.cli.wanted import Wanted
from scaffold.cli.writing import recorded, recorded_drift
from scaffold.model import Beginning, DriftReport, Verdict
from scaffold.report.drift.lines import Recorder
from scaffold.report.forms import read

from ..conftest import DEADLINE_SECONDS, OWN_PYTHON, CommandLine
from ..test_cli import only_a_sentence
from .drift_samples import TODAY, drift_report, one_of_each
from .test_writing import tell

REPORT = drift_report()
KINDS = ("json", "junit", "markdown", "html", "history", "issue")


def tell_drift(recorder: Recorder, report: DriftReport = REPORT) -> None:
    assert report.started is not None
    recorder.began(Beginning(tuple(drift.cell for drift in report.drifts), report.started, report.context))
    for drift in report.drifts:
        recorder.finished(drift)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """What a drift left."""
    with recorded_drift(Wanted(jsonl=str(tmp_path / "drift.jsonl")), TODAY) as recorder:
        tell_drift(recorder)
        recorder.ended(REPORT.seconds, accepted=REPORT.accepted)
    return tmp_path / "drift.jsonl"


@pytest.fixture(autouse=True)
def _no_github(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)


def test_a_report_that_is_made_afterwards_is_that_of_the_run_to_the_byte(
    lines: Path, tmp_path: Path, scaffold: CommandLine
) -> None:
    first, second = ({kind: str(tmp_path / f"{n}.{kind}") for kind in KINDS} for n in "12")
    with recorded_drift(Wanted(**first), TODAY) as recorder:  # type: ignore[arg-type]
        tell_drift(recorder)
        recorder.ended(REPORT.seconds, accepted=REPORT.accepted)

    done = scaffold("report", lines, *(word for kind, to in second.items() for word in (f"--{kind}", to)))

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    for kind in KINDS:
        assert Path(first[kind]).read_bytes() == Path(second[kind]).read_bytes(), kind


def test_whatever_ends_the_drift_its_reports_are_written_and_marked(tmp_path: Path) -> None:
    wanted = Wanted(**{kind: str(tmp_path / kind) for kind in (*KINDS, "jsonl")})  # type: ignore[arg-type]

    def interrupted() -> None:
        with recorded_drift(wanted, TODAY) as recorder:
            tell_drift(recorder)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    document = json.loads((tmp_path / "json").read_text())
    assert (document["partial"], document["failed"]) == (True, True)
    left = read([tmp_path / "jsonl"])
    assert left.partial
    assert json.loads((tmp_path / "issue").read_text())["open"] is True
    assert "Ended early" in (tmp_path / "markdown").read_text()
    assert len(list(JUnitXml.fromfile(str(tmp_path / "junit")))) == len(REPORT.drifts)


def test_an_independent_parser_finds_a_suite_for_each_cell_and_the_verdict_in_it(
    lines: Path, scaffold: CommandLine
) -> None:
    suites = list(JUnitXml.fromstring(scaffold("report", lines, "--junit", "-").stdout.encode()))

    results = {(suite.name, suite.failures, suite.skipped) for suite in suites}
    assert ("falcon on Python 3.12, latest versions", 0, 0) in results
    assert ("pyramid on Python 3.13, latest versions", 2, 0) in results
    assert ("django on Python 3.12, latest versions", 0, 2) in results
    assert ("robyn on Python 3.12, latest versions", 0, 1) in results
    verdict = next(iter(suites[3]))
    assert (verdict.name, verdict.time) == ("drift", 42.5)
    assert "fails. First bad release: setuptools 82.0.0" in verdict.result[0].message


def test_a_drift_is_known_by_its_first_line_and_shown(lines: Path, scaffold: CommandLine) -> None:
    done = scaffold("report", lines)

    assert done.returncode == 0
    assert "fails  pyramid on Python 3.12: 3 changes, 0 new warnings, last proven 63 days ago" in done.stdout
    assert "First bad release: setuptools 82.0.0" in done.stdout
    assert "Accepted: sanic" in done.stdout


def test_annotations_are_made_afterwards_at_the_templates_of_this_checkout(lines: Path, scaffold: CommandLine) -> None:
    printed = scaffold("report", lines, "--annotations").stdout.splitlines()

    assert len(printed) == 5
    assert all(line.startswith(("::error file=templates/", "::warning file=templates/")) for line in printed)
    assert any(line.startswith("::warning file=templates/flask/project/uv.lock.jinja,line=") for line in printed)


def test_the_json_is_a_superset_of_what_is_documented(lines: Path, scaffold: CommandLine) -> None:
    document = json.loads(scaffold("report", lines, "--json", "-").stdout)

    assert document.keys() >= {"schema", "today", "drifted", "failed", "partial", "seconds", "accepted", "cells"}
    (failure,) = document["cells"][3]["failures"]
    assert failure.keys() >= {"step", "check", "problem", "tail"}


def test_a_drift_is_not_added_to_the_history_of_other_runs(lines: Path, tmp_path: Path, scaffold: CommandLine) -> None:
    file = tmp_path / "history.jsonl"
    with recorded(Wanted(history=str(file))) as recorder:
        tell(recorder)
    before = file.read_bytes()

    done = scaffold("report", lines, "--history", file, "--html", tmp_path / "x")

    assert (done.returncode, done.stdout) == (2, "")
    assert "is no history of drifts" in only_a_sentence(done)
    assert file.read_bytes() == before
    assert not (tmp_path / "x").exists()


def test_runs_of_both_kinds_make_no_report_together(lines: Path, tmp_path: Path, scaffold: CommandLine) -> None:
    with recorded(Wanted(jsonl=str(tmp_path / "run.jsonl"))) as recorder:
        tell(recorder)

    done = scaffold("report", lines, tmp_path / "run.jsonl")

    assert done.returncode == 2
    assert "Give files of one kind" in done.stderr


def test_what_drift_could_not_write_is_refused_before_anything_runs(scaffold: CommandLine) -> None:
    beside_json = scaffold("drift", "flask", "--json", "--jsonl", "-")
    nowhere = scaffold("drift", "flask", "--markdown", "none/drift.md")

    assert "Standard output can take one report" in beside_json.stderr
    assert "its folder does not exist" in nowhere.stderr
    assert (beside_json.returncode, nowhere.returncode) == (2, 2)


def test_a_disk_that_is_full_is_said_and_keeps_no_other_report_from_being_written(
    lines: Path, tmp_path: Path, scaffold: CommandLine
) -> None:
    done = scaffold("report", lines, "--junit", "/dev/full", "--markdown", tmp_path / "drift.md")

    assert done.returncode == 4
    assert done.stderr == "scaffold: The report could not be written to /dev/full: No space left on device.\n"
    assert "pyramid" in (tmp_path / "drift.md").read_text()


@pytest.mark.slow
def test_a_drift_writes_its_reports_as_it_goes(scaffold: CommandLine) -> None:
    done = scaffold.anew("drift", "flask", "--server", "serve", "--jsonl", "drift.jsonl", "--markdown", "drift.md")

    report = read([scaffold.folder / "drift.jsonl"])
    assert isinstance(report, DriftReport)
    (drift,) = report.drifts
    assert done.returncode == (1 if report.failed else 7 if report.drifted else 0), done.stderr
    assert (drift.cell.starter, drift.cell.python, report.partial) == ("flask", OWN_PYTHON, False)
    assert drift.seconds > 0
    assert f"{drift.verdict}  flask on Python {OWN_PYTHON}" in done.stdout
    assert "| flask |" in (scaffold.folder / "drift.md").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_drift_that_is_ended_leaves_its_report(number: signal.Signals, scaffold: CommandLine) -> None:
    file, markdown = scaffold.folder / "drift.jsonl", scaffold.folder / "drift.md"
    process = scaffold.start("drift", "flask", "falcon", "--jobs", "1", "--jsonl", file, "--markdown", markdown)
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not (file.exists() and file.read_text().endswith("\n")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)

    os.killpg(process.pid, number)
    process.communicate(timeout=DEADLINE_SECONDS)

    killed = number == signal.SIGKILL
    assert process.returncode == (-number if killed else 128 + number)
    left = read([file])
    assert isinstance(left, DriftReport)
    assert left.partial
    assert [drift.cell.starter for drift in left.drifts] == ["flask", "falcon"]
    assert left.drifts[1].verdict is Verdict.NOT_TRIED
    assert markdown.exists() != killed


def test_the_samples_have_every_verdict() -> None:
    assert {drift.verdict for drift in one_of_each()} == set(Verdict)
