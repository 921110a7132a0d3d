from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from scaffold.model import Outcome, Report, Resolution, Status
from scaffold.report.drift.page import as_page as drift_as_page
from scaffold.report.history import Past, past
from scaffold.report.page import as_page
from scaffold.report.page.drawing import duration, ticks

from . import test_drift_page
from .drift_samples import drift_report
from .pages import Page, policy_of, style_of
from .samples import CONTEXT, HOSTILE, PYTHONS, STARTED, STARTERS, TAIL, cells, report, rows_of_options

EVERY = cells((*STARTERS, "fastapi", "quart"), PYTHONS, (Resolution.LOCKED, Resolution.LATEST, Resolution.LOWEST))
ONE = cells(("flask",), ("3.12",))


def history(every: list[bool]) -> list[Past]:
    """Runs of one cell, a day apart, of which those passed that are true; the last is of today."""
    runs: list[Past] = []
    for age, passed in enumerate(reversed(every)):
        run = past(replace(report(ONE, failing=() if passed else ONE), started=STARTED - timedelta(days=age)))
        assert run is not None
        runs.insert(0, run)
    return runs


def hostile() -> Report:
    cell = replace(ONE[0], starter=f"s{HOSTILE}", python='3.12"><script>')
    outcomes = (
        Outcome(cell, f"s{HOSTILE}", f"c{HOSTILE}", Status.FAILED, HOSTILE, HOSTILE, 1.0, 1.0, 1.0, None, HOSTILE),
        Outcome(cell, "serve", "stop", Status.PASSED, None, HOSTILE, 1.0, 2.0, 1.0),
        Outcome(ONE[0], "dev", "boot", Status.NOT_TRIED, HOSTILE),
    )
    return Report(outcomes, 1.0, {HOSTILE: HOSTILE}, STARTED)


PAGES: dict[str, Callable[[], str]] = {
    "one cell": lambda: as_page(report(ONE)),
    "81 cells": lambda: as_page(report(EVERY, failing=EVERY[30:36])),
    "with a history": lambda: as_page(report(ONE, failing=ONE), history([True, False, False])),
    "partial": lambda: as_page(replace(report(ONE), partial=True)),
    "hostile": lambda: as_page(hostile()),
    "nothing": lambda: as_page(Report((), 0.0)),
    "a drift": lambda: drift_as_page(drift_report(), test_drift_page.runs_of([False, True])),
    "a hostile drift": lambda: drift_as_page(test_drift_page.hostile()),
    "no drift": lambda: drift_as_page(drift_report(())),
}


@pytest.fixture(scope="module", params=PAGES)
def text(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param]()


def test_the_page_is_whole_and_needs_no_network_and_no_script(text: str) -> None:
    page = Page(text)

    assert page.open == []
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    names = {name for _, attributes in page.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in ("style", "src", "srcset", "xlink:href")}
    assert "url(" not in text
    assert "@import" not in text


def test_every_link_leads_to_one_place_on_the_page(text: str) -> None:
    page = Page(text)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]

    links = {attributes["href"] for _, attributes in page.elements if "href" in attributes}

    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in links} <= set(ids)
    for attributes in (attributes for _, attributes in page.elements):
        assert attributes.get("aria-labelledby", ids[0]) in ids


def test_nothing_but_the_page_s_own_style_sheet_is_let_in(text: str) -> None:
    style, digest = style_of(text)

    policy = policy_of(text)

    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style


@pytest.mark.parametrize("kind", ["hostile", "a hostile drift"])
def test_hostile_text_is_shown_and_is_not_markup(kind: str) -> None:
    text = PAGES[kind]()

    page = Page(text)

    logs = "".join(page.words["pre"])
    assert "<script>alert(1)</script></pre></details> {{ 7 * 7 }} ]]>" in logs
    assert "49" not in logs
    assert not any(character in text for character in "\x1b\x00\x07\ufffe\u202e")
    text.encode()


def test_the_matrix_has_a_field_for_each_cell_that_says_in_words_how_it_is() -> None:
    page = Page(as_page(report(EVERY, failing=EVERY[30:36])))

    fields = page.having("class", "field")

    assert len(fields) == len(EVERY) == 81
    assert len(page.having("class", "failed")) > 6
    assert sum("failed" in field["class"].split() for field in fields) == 6
    assert page.words["h1"] == ["6 of 81 cells failed"]
    assert page.words["span"].count("failed, ") == 6
    assert page.words["span"].count("passed, ") == 75


def test_every_failure_has_its_log_folded_under_its_cell() -> None:
    page = Page(as_page(report(ONE, failing=ONE)))

    assert page.words["pre"] == [TAIL] * 3
    folded = [attributes for tag, attributes in page.elements if tag == "details"]
    assert len(folded) == 5
    assert not any("open" in attributes for attributes in folded)


def test_what_can_be_scrolled_can_be_reached_by_keyboard() -> None:
    page = Page(as_page(report(ONE, failing=ONE)))

    scrolling = [attributes for tag, attributes in page.elements if tag == "pre" or attributes.get("class") == "scroll"]

    assert len(scrolling) == 5
    assert all(attributes.get("tabindex") == "0" for attributes in scrolling)


def test_the_timeline_has_a_row_for_each_cell_told_in_words() -> None:
    page = Page(as_page(report(EVERY)))

    rows = [a for a in page.having("role", "img") if a.get("aria-label", "").startswith("render: ")]

    assert len(rows) == 81
    assert all("; tests: " in row["aria-label"] for row in rows)
    for tag, attributes in page.elements:
        if tag == "rect" and attributes.get("x", "").endswith("%"):
            assert 0 <= float(attributes["x"][:-1]) <= 100
            assert 0 < float(attributes["width"][:-1]) <= 100


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        pytest.param([True, True, False], "new in this run", id="new"),
        pytest.param([True, False, False], "failing for 2 runs, since 2026-11-19", id="again"),
        pytest.param([False, False], "failing for 2 runs or longer, since 2026-11-19", id="always"),
        pytest.param([False], None, id="no history"),
    ],
)
def test_a_failure_says_since_when(runs: list[bool], said: str | None) -> None:
    page = Page(as_page(report(ONE, failing=ONE), history(runs)))

    since = [word for word in page.words["span"] if word.startswith(("new", "failing"))]

    assert since == ([said] if said else [])


def test_the_history_is_a_bar_for_each_run_and_one_in_each_field() -> None:
    page = Page(as_page(report(ONE), history([True] * 10 + [False] * 3 + [True])))

    assert len(page.having("class", "spark")) == 1
    assert any(title.startswith("the last 14 runs: 3 failed; ") for title in page.words["title"])
    bars = [word for word in page.words["title"] if word.startswith("2026-11-")]
    assert len(bars) == 14
    assert sum("1 of 1 cells failed" in bar for bar in bars) == 3


def test_runs_after_this_one_are_not_its_history() -> None:
    runs = history([True, True, False])

    page = as_page(replace(report(ONE), started=runs[1].started), runs)

    assert "The last 2 runs: none did not pass" in page


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4321, "0.43 s"), (9.994, "9.99 s"), (12.34, "12.3 s"), (99.96, "1 min 40 s"), (3725, "1 h 02 min")],
)
def test_a_duration_is_told_as_people_do(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("total", "last"), [(0.8, "0.5 s"), (3.3, "3 s"), (98.8, "80 s"), (200, "180 s"), (400, "6 min"), (9000, "2 h")]
)
def test_ticks_are_round_and_few(total: float, last: str) -> None:
    found = ticks(total)

    assert found[-1].label == last
    assert len(found) <= 8
    assert found[0].label.startswith("0 ")


def test_versions_are_not_told_twice() -> None:
    page = Page(as_page(replace(report(ONE), context={**CONTEXT, "uv": "uv 0.13.8"})))

    assert "0.13.8" in page.words["dd"]


def test_each_row_of_options_is_a_row_of_the_matrix() -> None:
    text = as_page(report(rows_of_options()))

    assert '<th scope="row">mine (database=none, docs=true)</th>' in text
    assert '<th scope="row">mine (database=sqlite, docs=false)</th>' in text
    assert text.count('class="field passed"') == 4
