import json
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from scaffold import schemas
from scaffold.errors import UsageError
from scaffold.model import Beginning, Cell, Drift, DriftReport, Outcome, Resolution, Status, Verdict, Warned
from scaffold.report.drift.history import remember
from scaffold.report.drift.lines import Recorder, merged
from scaffold.report.forms import read
from scaffold.report.records import UNFINISHED

from .drift_samples import CHANGES, CULPRIT, TODAY, cell, drift_report, failing
from .samples import HOSTILE, STARTED

SCHEMA = Path(__file__).parents[2] / "docs" / "drift.schema.json"
REPORT = drift_report()


def recorded(report: DriftReport, file: Path, *, ended: bool = True) -> Path:
    """Take down a drift as `drift` would tell it, cell by cell."""
    with file.open("w", encoding="utf-8") as opened:
        recorder = Recorder(report.today, opened)
        assert report.started is not None
        recorder.began(Beginning(tuple(drift.cell for drift in report.drifts), report.started, report.context))
        for drift in report.drifts:
            recorder.finished(drift)
        if ended:
            recorder.ended(report.seconds, accepted=report.accepted)
    return file


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    assert read([recorded(REPORT, tmp_path / "drift.jsonl")]) == REPORT


def test_every_field_of_a_drift_survives(tmp_path: Path) -> None:
    outcome = Outcome(cell("flask"), "dev", "boot", Status.FAILED, HOSTILE, "seen", 1.5, 2.5, 3.5, tail=HOSTILE)
    warned = (Warned(None, "UserWarning", HOSTILE), Warned("click", "DeprecationWarning", "in v9", (None, "flask")))
    drift = Drift(cell("flask"), Verdict.FAILS, CHANGES, warned, (outcome,), (CULPRIT,), 7, HOSTILE, -3, 1.25)
    unset = {field.name for field in fields(drift) if getattr(drift, field.name) == field.default}

    report = drift_report((drift,))

    assert not unset
    left = read([recorded(report, tmp_path / "drift.jsonl")])
    assert left == report
    # Whom a warning points at is no part of what makes it the same.
    assert isinstance(left, DriftReport)
    assert left.drifts[0].warned[1].points_at == (None, "flask")


def test_every_record_is_as_the_published_schema_says(tmp_path: Path) -> None:
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    remember(REPORT, tmp_path / "history.jsonl")
    recorded(REPORT, tmp_path / "drift.jsonl")
    files = ("drift.jsonl", "history.jsonl")
    records = [json.loads(line) for name in files for line in (tmp_path / name).read_text().splitlines()]

    for record in records:
        validator.validate(record)
        for name in schema["$defs"][record["record"]]["required"]:
            less = {key: value for key, value in record.items() if key != name}
            assert not validator.is_valid(less), f"{name} is required"
    assert {record["record"] for record in records} == {"drift", "cell", "end", "drift-run"}
    assert not validator.is_valid({**records[1], "verdict": "splendid"})
    assert not validator.is_valid({**records[0], "today": "yesterday"})


def test_the_schema_knows_every_verdict_and_the_number_of_the_document() -> None:
    definitions = json.loads(SCHEMA.read_text())["$defs"]

    assert definitions["verdict"]["enum"] == list(Verdict)
    assert definitions["drift"]["properties"]["schema"]["const"] == schemas.DRIFT


def test_a_failure_is_an_outcome_of_the_other_schema(tmp_path: Path) -> None:
    outcome = json.loads((SCHEMA.parent / "report.schema.json").read_text())
    lines = recorded(REPORT, tmp_path / "drift.jsonl").read_text().splitlines()
    failures = [each for line in lines for each in json.loads(line).get("failures", ())]

    assert failures
    for failure in failures:
        Draft202012Validator(outcome).validate({"record": "outcome", **failure})


def test_a_drift_that_was_killed_is_partial_wherever_its_file_ends(tmp_path: Path) -> None:
    whole = recorded(REPORT, tmp_path / "drift.jsonl").read_text()

    for end in range(whole.index("\n") + 1, whole.rindex('{"record": "end"'), 299):
        (tmp_path / "cut.jsonl").write_text(whole[:end])
        cut = read([tmp_path / "cut.jsonl"])

        assert isinstance(cut, DriftReport)
        assert cut.partial
        assert cut.failed
        assert [drift.cell for drift in cut.drifts] == [drift.cell for drift in REPORT.drifts]
        assert cut.drifts[-1] == Drift(REPORT.drifts[-1].cell, Verdict.NOT_TRIED, reason=UNFINISHED)


def test_of_several_drifts_the_last_one_of_each_cell_counts(tmp_path: Path) -> None:
    again = replace(
        drift_report((replace(failing(), verdict=Verdict.PASSES, failures=(), culprits=()),)),
        started=STARTED + timedelta(days=1),
        today=date(2026, 11, 21),
        accepted=("pyramid",),
    )
    files = [recorded(again, tmp_path / "2.jsonl"), recorded(REPORT, tmp_path / "1.jsonl")]

    both = read(files)

    assert isinstance(both, DriftReport)
    assert both == merged([again, REPORT])
    assert [drift.cell for drift in both.drifts] == [drift.cell for drift in REPORT.drifts]
    assert next(drift for drift in both.drifts if drift.cell == cell("pyramid")).verdict is Verdict.PASSES
    assert (both.today, both.accepted) == (date(2026, 11, 21), ("sanic", "pyramid"))
    assert both.seconds == pytest.approx(86_400 + again.seconds)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param('{"record": "drift", "schema": 2}', "Update scaffold", id="a later schema"),
        pytest.param('{"record": "drift", "schema": 1}', "is no report", id="fields missing"),
        pytest.param('{"record": "end"}', "does not begin as a report does", id="no beginning"),
    ],
)
def test_what_is_no_drift_is_refused_in_one_sentence(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "drift.jsonl").write_text(text)

    with pytest.raises(UsageError, match=said):
        read([tmp_path / "drift.jsonl"])


def test_a_full_disk_does_not_end_the_run_and_nothing_is_lost_for_the_other_reports() -> None:
    full = Path("/dev/full").open("w", encoding="utf-8")  # noqa: SIM115
    recorder = Recorder(TODAY, full)

    recorder.began(Beginning((Cell("flask", "3.12", Resolution.LATEST),), STARTED))
    recorder.finished(failing("flask"))

    assert recorder.problem is not None
    assert recorder.report().drifts == (failing("flask"),)
    with pytest.raises(OSError, match="No space left"):
        full.close()
