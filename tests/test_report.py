import json
from dataclasses import replace

from rich.console import Console

from scaffold.model import Cell, Outcome, Report, Status
from scaffold.report import as_json, every_check, failures, line, summary

OUTCOMES = (
    Outcome(Cell("flask", "3.11"), "serve", "boot", Status.PASSED, seconds=0.4321),
    Outcome(Cell("flask", "3.11"), "serve", "stop", Status.PASSED, detail="TERM after 0.10 s", seconds=0.1),
    Outcome(Cell("sanic", "3.12"), "dev", "stop", Status.EXCEPTED, "it loses signals (needed KILL)"),
    Outcome(
        Cell("sanic", "3.12"), "tests", "tests", Status.FAILED, "pytest ended with status 1", tail="1 failed [red]"
    ),
    Outcome(Cell("tiny", "3.11"), "ruff", "ruff", Status.NOT_TRIED, "ruff is not installed"),
)
REPORT = Report(OUTCOMES, 12.3456, {"scaffold": "0.1.0"})


def text_of(*things: object) -> str:
    console = Console(width=150, no_color=True)
    with console.capture() as captured:
        for thing in things:
            console.print(thing)
    return captured.get()


def test_a_report_passes_only_where_something_passed_and_nothing_failed() -> None:
    assert not REPORT.passed
    assert replace(REPORT, outcomes=OUTCOMES[:3]).passed
    assert not replace(REPORT, outcomes=()).passed
    assert not replace(REPORT, outcomes=OUTCOMES[4:]).passed


def test_json_carries_a_schema_number_and_every_outcome() -> None:
    data = json.loads(json.dumps(as_json(REPORT)))

    assert data["schema"] == 1
    assert data["passed"] is False
    assert [outcome["status"] for outcome in data["outcomes"]] == [
        "passed", "passed", "excepted", "failed", "not tried",
    ]  # fmt: skip
    assert data["outcomes"][0] == {
        "starter": "flask",
        "python": "3.11",
        "resolution": "locked",
        "options": {},
        "step": "serve",
        "check": "boot",
        "status": "passed",
        "problem": None,
        "detail": None,
        "seconds": 0.432,
        "ended_at": 0.0,
        "cpu_seconds": 0.0,
        "tail": None,
    }


def test_the_summary_has_a_row_for_each_starter_and_counts() -> None:
    text = text_of(summary(REPORT))

    assert "flask    3.11    ok" in text
    assert "sanic    3.12    FAILED" in text
    assert "2 checks passed, 1 failed, 1 excepted, 1 not tried, in 12.3 s" in text


def test_what_failed_is_shown_with_the_end_of_its_log_and_nothing_else_is_silent() -> None:
    text = text_of(*failures(REPORT))

    assert "FAILED sanic on Python 3.12, tests, tests: pytest ended with status 1" in text
    # What a log holds is text, never Rich's markup.
    assert "1 failed [red]" in text
    assert "excepted sanic on Python 3.12, dev, stop: it loses signals" in text
    assert "not tried tiny on Python 3.11, ruff, ruff: ruff is not installed" in text


def test_each_check_has_a_line() -> None:
    lines = text_of(*every_check(REPORT)).splitlines()

    assert len(lines) == len(OUTCOMES)
    assert "(TERM after 0.10 s)" in lines[1]


def test_one_line_says_what_failed_first() -> None:
    assert str(line(OUTCOMES[2:4])) == ("FAILED  sanic on Python 3.12: 0 of 2; tests tests: pytest ended with status 1")
