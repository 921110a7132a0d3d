from dataclasses import replace
from xml.etree import ElementTree

from junitparser import Failure, JUnitXml, Skipped, SystemOut

from scaffold.model import Outcome, Report, Status
from scaffold.report.junit import as_junit

from .samples import CONTEXT, HOSTILE, STARTED, TAIL, cells, outcomes_of, report, rows_of_options

CELLS = cells(("flask", "falcon"), ("3.11", "3.12"))
RUN = report(CELLS, failing=CELLS[2:3])


def test_an_independent_parser_finds_a_suite_for_each_cell_and_a_case_for_each_check() -> None:
    suites = list(JUnitXml.fromstring(as_junit(RUN).encode()))

    assert [suite.name for suite in suites] == [str(cell) for cell in CELLS]
    for suite, cell in zip(suites, CELLS, strict=True):
        cases = list(suite)
        assert [case.name for case in cases] == [outcome.check for outcome in RUN.of(cell)]
        assert suite.tests == len(cases)
        assert suite.failures == sum(bool(case.result) for case in cases) == (3 if cell in CELLS[2:3] else 0)
        assert (suite.errors, suite.skipped) == (0, 0)
        assert suite.time == round(sum(outcome.seconds for outcome in RUN.of(cell)), 3)
        assert suite.timestamp.startswith("2026-11-20T03:30:0")


def test_a_failure_has_its_words_and_the_end_of_its_log() -> None:
    suite = list(JUnitXml.fromstring(as_junit(RUN).encode()))[2]

    boot = next(case for case in suite if case.name == "boot")

    (failure,) = boot.result
    assert isinstance(failure, Failure)
    assert failure.message == "serve ended with status 1 before it answered"
    assert failure.text == TAIL
    assert f"serve boot\n{TAIL}" in suite.child(SystemOut).text  # type: ignore[no-untyped-call]
    assert boot.classname == "falcon.py311-locked.serve"


def test_what_was_not_tried_is_skipped_with_the_reason() -> None:
    cell = CELLS[0]
    outcomes = (
        Outcome(cell, "install", "install", Status.NOT_TRIED, "Python 3.11 is not there"),
        Outcome(cell, "dev", "stop", Status.EXCEPTED, "it loses signals"),
        Outcome(cell, "cell", "proof", Status.PROVEN, "on 2026-11-19"),
    )

    (suite,) = JUnitXml.fromstring(as_junit(Report(outcomes, 1.0, CONTEXT, STARTED)).encode())

    results = [case.result[0] for case in suite]
    assert suite.skipped == 3
    # One of the two schemas allows no type here.
    assert "<skipped type" not in as_junit(Report(outcomes, 1.0))
    assert all(isinstance(result, Skipped) for result in results)
    assert [result.message for result in results] == [
        "not tried: Python 3.11 is not there",
        "excepted: it loses signals",
        "proven before: on 2026-11-19",
    ]


def test_hostile_text_is_text() -> None:
    (first, *rest) = outcomes_of(CELLS[0])
    hostile = replace(first, status=Status.FAILED, problem=HOSTILE, tail=HOSTILE, check=f"a{HOSTILE}")

    document = as_junit(Report((hostile, *rest), 1.0, {HOSTILE: HOSTILE}, STARTED))

    (suite,) = JUnitXml.fromstring(document.encode())
    failure = next(iter(suite)).result[0]
    assert "<script>alert(1)</script></pre>" in failure.text
    assert "]]> & \" ' ``" in failure.text
    assert "\nred \N{REPLACEMENT CHARACTER}" in failure.text
    assert not any(character in document for character in "\x1b\x00\x07\ufffe\u202e")


def test_the_order_and_the_attributes_are_those_that_strict_schemas_want() -> None:
    suites = ElementTree.fromstring(as_junit(RUN))  # noqa: S314  (our own)

    assert suites.attrib == {}
    for number, suite in enumerate(suites):
        tags = [element.tag for element in suite]
        assert tags == ["properties", *["testcase"] * (len(tags) - 3), "system-out", "system-err"]
        assert suite.attrib.keys() == {
            "name", "package", "id", "tests", "failures", "errors", "skipped", "time", "hostname", "timestamp",
        }  # fmt: skip
        assert suite.get("id") == str(number)
        assert all(case.attrib.keys() == {"classname", "name", "time"} for case in suite.iter("testcase"))
        assert all(len(case) <= 1 for case in suite.iter("testcase"))


def test_a_partial_run_says_so() -> None:
    (suite, *_) = JUnitXml.fromstring(as_junit(replace(RUN, partial=True)).encode())

    properties = {item.name: item.value for item in suite.properties()}  # type: ignore[no-untyped-call]
    assert properties["partial"] == "the run was ended before it was done"


def test_rows_of_options_are_suites_and_classes_of_their_own() -> None:
    suites = list(JUnitXml.fromstring(as_junit(report(rows_of_options())).encode()))

    assert suites[2].name == "mine (database=sqlite, docs=false) on Python 3.11"
    assert {case.classname.split(".")[1] for suite in suites for case in suite} == {
        f"py{python}-locked-{options}"
        for python in ("311", "312")
        for options in ("database=none-docs=true", "database=sqlite-docs=false")
    }
