import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scaffold.errors import UsageError
from scaffold.model import DriftReport, Verdict
from scaffold.report.drift.history import Past, past, read, remember, streak

from .drift_samples import TODAY, drift_report, failing
from .samples import STARTED, report

SOUND = replace(failing(), verdict=Verdict.NO_DRIFT, changes=(), failures=(), culprits=())


def run_of_day(day: int, *, fails: bool = False) -> DriftReport:
    drifted = drift_report((failing() if fails else SOUND,))
    return replace(drifted, started=STARTED + timedelta(days=day), today=TODAY + timedelta(days=day))


def past_of_day(day: int, *, fails: bool = False) -> Past:
    found = past(run_of_day(day, fails=fails))
    assert found is not None
    return found


def test_each_run_adds_one_line_and_is_not_added_again(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"

    for day in (2, 0, 1, 1):
        remember(run_of_day(day, fails=day == 1), file)

    assert len(file.read_text().splitlines()) == 3
    assert read(file) == [past_of_day(0), past_of_day(1, fails=True), past_of_day(2)]


def test_a_history_of_smoke_is_none_of_drifts(tmp_path: Path) -> None:
    from scaffold.report.history import remember as remember_smoke

    file = tmp_path / "history.jsonl"
    remember_smoke(report(()), file)

    with pytest.raises(UsageError, match="is no history of drifts"):
        remember(run_of_day(0), file)
    assert json.loads(file.read_text())["record"] == "run"


def test_a_streak_is_the_runs_that_needed_a_look_since_the_last_that_did_not() -> None:
    runs = [past_of_day(day, fails=day in (0, 2, 3)) for day in range(4)]

    assert streak(runs, SOUND.cell) == runs[2:]
    assert streak(runs[:2], SOUND.cell) == []
