import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scaffold.errors import UsageError
from scaffold.model import Report, Status
from scaffold.report.history import Past, past, read, remember, streak

from .samples import STARTED, cells, report, rows_of_options

CELLS = cells(("flask", "falcon"), ("3.12",))


def run_of_day(day: int, *, fails: bool = False) -> Report:
    return replace(report(CELLS, failing=CELLS[:1] if fails else ()), started=STARTED + timedelta(days=day))


def past_of_day(day: int, *, fails: bool = False) -> Past:
    found = past(run_of_day(day, fails=fails))
    assert found is not None
    return found


def test_each_run_adds_one_line_with_its_date_its_versions_and_every_cell(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"

    for day in range(3):
        remember(run_of_day(day, fails=day == 1), file)

    assert len(file.read_text().splitlines()) == 3
    runs = read(file)
    assert [run.started for run in runs] == [STARTED + timedelta(days=day) for day in range(3)]
    assert [run.passed for run in runs] == [True, False, True]
    assert runs[1].cells[CELLS[0]].status is Status.FAILED
    assert runs[1].cells[CELLS[0]].failed == 3
    assert runs[0].versions == {"scaffold": "0.4.0", "copier": "9.19.0", "uv": "0.13.8", "platform": "Linux-6.8-x86_64"}


def test_a_run_that_is_there_is_not_added_again(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    exact = replace(run_of_day(0), started=STARTED.replace(microsecond=123_456))

    remember(exact, file)
    remember(exact, file)

    assert len(read(file)) == 1


def test_a_line_that_was_cut_costs_that_line_alone(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    remember(run_of_day(0), file)
    remember(run_of_day(1), file)
    file.write_text(file.read_text()[:-40])

    remember(run_of_day(2), file)

    assert [run.started for run in read(file)] == [STARTED, STARTED + timedelta(days=2)]


def test_runs_that_were_written_out_of_order_are_read_in_order(tmp_path: Path) -> None:
    for day in (2, 0, 1):
        remember(run_of_day(day), tmp_path / "history.jsonl")

    assert [run.started.day for run in read(tmp_path / "history.jsonl")] == [20, 21, 22]


def test_another_file_is_not_taken_for_a_history(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("buy bread\n")

    with pytest.raises(UsageError, match="is no history"):
        read(tmp_path / "notes.txt")


def test_a_file_of_another_kind_of_record_is_not_taken_for_a_history(tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").write_text(json.dumps({"record": "end", "partial": False, "seconds": 1}))

    with pytest.raises(UsageError, match="is no history"):
        read(tmp_path / "run.jsonl")


def test_no_file_is_an_empty_history(tmp_path: Path) -> None:
    assert read(tmp_path / "none.jsonl") == []


def test_a_streak_is_the_failures_since_the_last_time_it_did_not_fail() -> None:
    runs = [past_of_day(day, fails=day in (0, 2, 3)) for day in range(4)]

    assert streak(runs, CELLS[0]) == runs[2:]
    assert streak(runs, CELLS[1]) == []
    assert streak(runs[:2], CELLS[0]) == []


def test_rows_of_options_are_told_apart_when_they_are_read_back(tmp_path: Path) -> None:
    rows = rows_of_options()
    remember(replace(report(rows, failing=rows[3:]), started=STARTED), tmp_path / "history.jsonl")

    runs = read(tmp_path / "history.jsonl")

    assert list(runs[0].cells) == rows
    assert [len(streak(runs, cell)) for cell in rows] == [0, 0, 0, 1]
