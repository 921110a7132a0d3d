from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from scaffold.model import Change, Culprit, Drift, DriftReport, Release, Verdict, Warned
from scaffold.report.drift.history import Past, past
from scaffold.report.drift.page import as_page
from scaffold.report.drift.page.drawing import calendar

from .drift_samples import CHANGES, TODAY, cell, drift_report, failing, failure, one_of_each
from .pages import Page
from .samples import HOSTILE, STARTED, TAIL

REPORT = drift_report()


def runs_of(every: Sequence[bool]) -> list[Past]:
    """Runs a day apart, in which Pyramid failed where it is true; the last is of today."""
    runs: list[Past] = []
    for age, failed in enumerate(reversed(every)):
        drifts = tuple(
            drift if failed or not drift.verdict.is_bad else replace(drift, verdict=Verdict.PASSES)
            for drift in one_of_each()
        )
        day = timedelta(days=age)
        found = past(replace(drift_report(drifts), started=STARTED - day, today=TODAY - day))
        assert found is not None
        runs.insert(0, found)
    return runs


def hostile() -> DriftReport:
    where = replace(cell(f"s{HOSTILE}"), python='3.12"><script>')
    drift = Drift(
        where,
        Verdict.FAILS,
        (Change(HOSTILE, HOSTILE, HOSTILE, TODAY), Change("other", None, "1", TODAY - timedelta(days=9))),
        (Warned(HOSTILE, HOSTILE, f"{HOSTILE} gone on 2027-01-31", (HOSTILE,)),),
        (failure(where, HOSTILE, HOSTILE),),
        (Culprit(Release(HOSTILE, HOSTILE), None, HOSTILE),),
        reason=HOSTILE,
    )
    return DriftReport((drift,), TODAY, 1.0, (HOSTILE,), {HOSTILE: HOSTILE}, STARTED)


def test_the_matrix_says_in_words_what_each_cell_came_to_and_leads_to_it() -> None:
    page = Page(as_page(REPORT))

    fields = [(tag, a) for tag, a in page.elements if "field" in a.get("class", "").split()]

    assert len(fields) == len(REPORT.drifts)
    # Of what did not drift there is no more to be said.
    assert [tag for tag, _ in fields].count("span") == 1
    for verdict in Verdict:
        assert str(verdict) in page.words["span"]
    assert page.words["h1"] == ["4 of 9 cells fail, 3 drifted and pass, 1 not tried"]
    assert "63 days ago" in page.words["td"]


def test_the_culprit_is_told_once_with_what_helps_and_the_log_folded_under_it() -> None:
    page = Page(as_page(REPORT))

    blamed = [word for word in page.words["p"] if word.startswith("First bad release")]

    assert blamed == ["First bad release: setuptools 82.0.0 of 2026-02-08 (last good: 81.0.0), found in 10 tries"]
    assert page.words["code"] == ["setuptools<82.0.0", "scaffold drift pyramid --python 3.12 --as-of 2026-11-20"]
    assert page.words["pre"] == [TAIL] * 3
    assert page.words["h3"][0].strip() == "pyramid fails, Python 3.12, 3.13"


def test_what_is_announced_stands_by_its_day() -> None:
    warned = (
        Warned("a", "DeprecationWarning", "removed in version 9.0"),
        Warned("b", "DeprecationWarning", "gone on 2027-06-30"),
        Warned("c", "DeprecationWarning", "gone on 2027-01-31"),
        Warned("d", "DeprecationWarning", "says nothing of when"),
    )
    both = tuple(Drift(cell(name), Verdict.WARNS, CHANGES[:1], warned) for name in ("flask", "quart"))

    page = Page(as_page(drift_report(both)))

    assert [word for word in page.words["th"] if word.startswith(("breaks", "in "))] == [
        "breaks on 2027-01-31, in 72 days",
        "breaks on 2027-06-30, in 222 days",
        "in v9.0",
    ]
    assert "flask, quart" in page.words["td"]


def test_each_release_stands_once_with_all_its_starters_and_what_is_blamed_first() -> None:
    newer = Change("blinker", "1.8", "1.9", TODAY)
    sound = Drift(cell("flask"), Verdict.PASSES, (newer, CHANGES[1]))
    page = Page(as_page(drift_report((failing(), failing(python="3.13"), sound))))

    rows = [word for word in page.words["th"] if word in ("setuptools", "webob", "legacy", "blinker")]

    # Before them those of Pyramid's finding, after them those of Flask's.
    assert rows[3:7] == ["setuptools", "blinker", "webob", "legacy"]
    assert "pyramid, flask" in page.words["td"]
    # In the table and on the calendar.
    assert len(page.having("class", "blamed")) == 2


def test_releases_of_one_day_stand_one_above_the_other() -> None:
    moved = [(Change(f"p{number}", "1", "2", TODAY), ["flask"], number == 3) for number in range(4)]
    older = (Change("old", "1", "2", TODAY - timedelta(days=300)), ["flask"], False)

    found = calendar([*moved, older], TODAY)

    assert found is not None
    newest = [dot for dot in found.dots if dot.x > 50]
    assert [dot.y for dot in newest] == [0, 9, 18, 27]
    assert newest[0].blamed
    assert len(found.months) <= 8
    assert all(0 <= dot.x <= 100 for dot in found.dots)


def test_where_nothing_has_a_day_there_is_no_calendar() -> None:
    assert calendar([(CHANGES[2], ["pyramid"], False)], TODAY) is None


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        pytest.param([False, False, True], "new in this run", id="new"),
        pytest.param([False, True, True], "for 2 runs, since 2026-11-19", id="again"),
        pytest.param([True, True], "for 2 runs or longer, since 2026-11-19", id="always"),
        pytest.param([True], None, id="no history"),
    ],
)
def test_what_needs_a_look_says_since_when(runs: list[bool], said: str | None) -> None:
    page = Page(as_page(REPORT, runs_of(runs)))

    since = [word for word in page.words["span"] if word.startswith(("new in", "for "))]

    # Pyramid, Tornado and Quart.
    assert since == ([said] * 3 if said else [])


def test_the_history_is_a_bar_for_each_run_and_one_in_each_field() -> None:
    text = as_page(REPORT, runs_of([False] * 10 + [True] * 3))

    page = Page(text)

    # But for Robyn, which was never tried.
    assert len(page.having("class", "spark")) == len(REPORT.drifts) - 1
    assert "The last 13 runs: 3 needed a look." in text
    assert any(title.startswith("the last 13 runs: 10 times passes, 3 times fails") for title in page.words["title"])
