import json
from dataclasses import fields, replace
from datetime import timedelta
from itertools import groupby
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from scaffold import schemas
from scaffold.errors import UsageError
from scaffold.model import Beginning, Cell, Outcome, Report, Resolution, Status
from scaffold.report.history import remember
from scaffold.report.lines import Recorder, merged, read, report_of
from scaffold.report.records import UNFINISHED

from .samples import CONTEXT, HOSTILE, STARTED, cells, report

SCHEMA = Path(__file__).parents[2] / "docs" / "report.schema.json"
CELLS = cells(("flask", "falcon"), ("3.11", "3.12"))
RUN = report(CELLS, failing=CELLS[:1])


def recorded(run: Report, file: Path, *, ended: bool = True) -> Path:
    """Take down a run as `smoke` would tell it, cell by cell."""
    with file.open("w", encoding="utf-8") as opened:
        recorder = Recorder(opened)
        assert run.started is not None
        recorder.began(Beginning(tuple(run.cells()), run.started, run.context))
        for _, outcomes in groupby(run.outcomes, key=lambda outcome: outcome.cell):
            recorder.finished(list(outcomes))
        if ended:
            recorder.ended(run.seconds)
    return file


def rounded(run: Report) -> Report:
    return replace(
        run,
        seconds=round(run.seconds, 3),
        outcomes=tuple(
            replace(
                outcome,
                seconds=round(outcome.seconds, 3),
                ended_at=round(outcome.ended_at, 3),
                cpu_seconds=round(outcome.cpu_seconds, 3),
            )
            for outcome in run.outcomes
        ),
    )


def test_what_was_written_is_read_back_to_the_millisecond(tmp_path: Path) -> None:
    file = recorded(RUN, tmp_path / "run.jsonl")

    assert read(file) == rounded(RUN)
    assert RUN.failed


def test_every_field_of_an_outcome_and_of_a_cell_survives(tmp_path: Path) -> None:
    cell = Cell("flask", "3.13", Resolution.LOWEST, (("docs", "true"), ("database", HOSTILE)))
    outcome = Outcome(cell, "serve", "stop", Status.FAILED, HOSTILE, "seen", 1.5, 2.5, 3.5, None, f"tail {HOSTILE}")
    unset = {
        field.name for each in (outcome, cell) for field in fields(each) if getattr(each, field.name) == field.default
    }

    assert unset == {"log"}
    assert read(recorded(Report((outcome,), 4.0, CONTEXT, STARTED), tmp_path / "run.jsonl")).outcomes == (outcome,)


def test_a_report_from_before_there_were_options_is_read(tmp_path: Path) -> None:
    file = recorded(RUN, tmp_path / "run.jsonl")
    text = file.read_text()
    file.write_text(text.replace(', "options": {}', ""))

    assert file.read_text() != text
    assert read(file) == rounded(RUN)


def test_every_record_is_as_the_published_schema_says(tmp_path: Path) -> None:
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    remember(RUN, tmp_path / "history.jsonl")

    lines = [
        *recorded(RUN, tmp_path / "run.jsonl").read_text().splitlines(),
        *(tmp_path / "history.jsonl").read_text().splitlines(),
    ]

    assert {json.loads(line)["record"] for line in lines} == {"begin", "outcome", "cell", "end", "run"}
    for line in lines:
        validator.validate(json.loads(line))
        for name in json.loads(line):
            less = {key: value for key, value in json.loads(line).items() if key != name}
            assert not validator.is_valid(less), f"{name} may be missing from {less}"


def test_the_schema_knows_every_status_and_resolution_and_the_number_of_the_document() -> None:
    definitions = json.loads(SCHEMA.read_text())["$defs"]

    assert definitions["status"]["enum"] == list(Status)
    assert definitions["place"]["properties"]["resolution"]["enum"] == list(Resolution)
    for name in ("begin", "run"):
        assert definitions[name]["properties"]["schema"]["const"] == schemas.REPORT


def test_a_run_that_was_killed_is_partial_wherever_its_file_ends(tmp_path: Path) -> None:
    whole = recorded(RUN, tmp_path / "run.jsonl").read_text()
    first_line = whole.index("\n") + 1

    for end in range(first_line, whole.rindex('{"record": "end"'), 499):
        (tmp_path / "cut.jsonl").write_text(whole[:end])
        cut = read(tmp_path / "cut.jsonl")

        assert cut.partial
        assert not cut.passed
        assert set(cut.cells()) == set(CELLS)
        assert Outcome(CELLS[-1], "cell", "end", Status.NOT_TRIED, UNFINISHED) in cut.outcomes


def test_a_cell_of_which_all_was_written_is_whole_in_a_partial_report(tmp_path: Path) -> None:
    whole = recorded(RUN, tmp_path / "run.jsonl").read_text()
    after_one = whole.index("\n", whole.index('{"record": "cell"')) + 1
    (tmp_path / "cut.jsonl").write_text(whole[:after_one])

    cut = read(tmp_path / "cut.jsonl")

    assert cut.of(CELLS[0]) == rounded(RUN).of(CELLS[0])
    assert {outcome.problem for outcome in cut.outcomes if outcome.cell != CELLS[0]} == {UNFINISHED}


def test_what_is_not_known_is_passed_over(tmp_path: Path) -> None:
    file = recorded(RUN, tmp_path / "run.jsonl")
    first, *rest = file.read_text().splitlines()
    more = [json.dumps({**json.loads(line), "new": 1}) for line in rest]
    file.write_text("\n".join([first, '{"record": "weather", "degrees": 21}', *more]))

    assert read(file) == rounded(RUN)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "does not begin as a report does", id="empty"),
        pytest.param("{}", "does not begin as a report does", id="other JSON"),
        pytest.param("[1]\n[2]", "is no record", id="no objects"),
        pytest.param('{"record": "begin", "schema": 2}', "Update scaffold", id="a later schema"),
        pytest.param('{"record": "begin", "schema": 1}', "is no report", id="fields missing"),
        pytest.param("hello\nworld\n", "Line 1 of", id="text"),
        pytest.param('{"record": "begin", "schema": 1, "cells": 1, "context": {}}', "is no list", id="no list"),
    ],
)
def test_what_is_no_report_is_refused_in_one_sentence(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").write_text(text)

    with pytest.raises(UsageError, match=said):
        read(tmp_path / "run.jsonl")


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        read(tmp_path / "none.jsonl")


def test_a_full_disk_does_not_end_the_run_and_nothing_is_lost_for_the_other_reports() -> None:
    full = Path("/dev/full").open("w", encoding="utf-8")  # noqa: SIM115
    recorder = Recorder(full)

    recorder.began(Beginning(tuple(CELLS), STARTED, CONTEXT))
    for cell in CELLS:
        recorder.finished(RUN.of(cell))
    recorder.ended(RUN.seconds)

    assert recorder.problem is not None
    assert recorder.report() == rounded(RUN)
    with pytest.raises(OSError, match="No space left"):
        full.close()


def test_without_an_end_the_report_of_what_was_taken_down_is_partial() -> None:
    recorder = Recorder()
    recorder.began(Beginning(tuple(CELLS), STARTED, CONTEXT))
    recorder.finished(RUN.of(CELLS[0]))

    assert recorder.report().partial


def test_shards_become_one_report_on_one_clock() -> None:
    early = report(CELLS[:2])
    late = replace(
        report(CELLS[2:], failing=CELLS[3:]), started=STARTED + timedelta(seconds=30), context={"uv": "0.14"}
    )

    both = merged([late, early])

    assert both.cells() == tuple(CELLS)
    assert both.started == STARTED
    assert both.seconds == pytest.approx(30 + late.seconds)
    assert both.of(CELLS[2])[0].ended_at == pytest.approx(30 + late.outcomes[0].ended_at)
    assert both.context["uv"] == "0.13.8, 0.14"
    assert {outcome.cell for outcome in both.failed} == {CELLS[3]}


def test_of_a_cell_that_was_run_again_the_last_run_counts() -> None:
    again = replace(report(CELLS[:1]), started=STARTED + timedelta(hours=1))

    both = merged([again, RUN])

    assert not both.failed
    assert len(both.outcomes) == len(RUN.outcomes)


def test_lines_of_a_later_python_are_read_by_any(tmp_path: Path) -> None:
    lines = recorded(RUN, tmp_path / "run.jsonl").read_bytes()

    assert lines.isascii()
    assert report_of(lines.decode().split("\n"), name="it") == rounded(RUN)
