import re
from dataclasses import replace
from html import unescape

from scaffold.model import Drift, DriftReport, Outcome, Status, Verdict, Warned
from scaffold.report.drift.findings import headline
from scaffold.report.drift.markdown import as_issue, as_markdown
from scaffold.report.markdown import as_issue as smoke_issue
from scaffold.report.markup import ISSUE_BYTES, SUMMARY_BYTES

from .drift_samples import CHANGES, cell, drift_report, failing, one_of_each
from .samples import HOSTILE, TAIL, report
from .test_markdown import OWN_TAGS, tokens

REPORT = drift_report()


def test_the_matrix_has_a_sign_for_each_verdict_and_the_age_of_each_proof() -> None:
    text = as_markdown(REPORT)

    assert text.startswith("## ❌ 4 of 9 cells fail, 3 drifted and pass, 1 not tried\n")
    assert "| | 3.12 | 3.13 | last proven |" in text
    assert "| falcon | ✅ |  | today |" in text
    assert "| sanic | 🆕 |  | 1 day ago |" in text
    assert "| pyramid | ❌ | ❌ | 63 days ago |" in text
    assert "✅ no drift, 🆕 passes, ⚠️ warns, ❌ fails" in text
    assert "Accepted into the templates: sanic" in text
    assert {token.type for token in tokens(text)} >= {"table_open", "fence"}


def test_the_culprit_is_told_once_for_all_pythons_with_what_helps_and_the_log() -> None:
    text = as_markdown(REPORT)

    (told,) = re.findall(r"<details><summary>❌ <b>pyramid</b> (.*?)</summary>", text)
    assert unescape(told) == (
        "fails, Python 3.12, 3.13: First bad release: setuptools 82.0.0 of 2026-02-08 (last good: 81.0.0), "
        "found in 10 tries"
    )
    assert "Until it is mended: ` setuptools<82.0.0 `" in text
    assert "Again: ` scaffold drift pyramid --python 3.12 --as-of 2026-11-20 `" in text
    assert f"{TAIL}\n" in [token.content for token in tokens(text) if token.type == "fence"]
    assert "| setuptools | 81.0.0 | 82.0.0 | 2026-02-08 |" in text
    assert "| legacy | 1.0 | (gone) |  |" in text


def test_what_warns_is_told_with_its_lead_time() -> None:
    text = as_markdown(REPORT)

    assert "click warns anew: DeprecationWarning: this is removed in version 9.0 (in v9.0)" in text
    assert "gone on 2027-01-31 (breaks on 2027-01-31, in 72 days)" in text


def test_what_fails_comes_first_and_no_second_of_a_starter_before_every_first() -> None:
    twice = (failing("a"), replace(failing("a", "3.13"), culprits=()), failing("b"))
    text = as_markdown(drift_report((*one_of_each()[:3], *twice)))

    order = re.findall(r"<summary>\S+ <b>(\w+)</b>", text)

    assert order == ["a", "b", "a", "flask", "sanic"]


def test_a_day_that_is_not_today_is_said() -> None:
    assert ", as of 2026-02-20," in as_markdown(replace(REPORT, today=CHANGES[0].released.replace(day=20)))  # type: ignore[union-attr]
    assert "as of" not in as_markdown(REPORT).split("|")[0]


def test_a_summary_stays_under_its_limit_and_says_what_it_leaves_out() -> None:
    drifts = []
    for number in range(600):
        drift = failing(f"starter-{number}")
        drifts.append(replace(drift, failures=tuple(replace(each, tail="ä" * 2000) for each in drift.failures)))
    many = drift_report(tuple(drifts))

    text = as_markdown(many)
    issue = as_issue(many)

    assert SUMMARY_BYTES - 10_000 < len(text.encode()) <= SUMMARY_BYTES < 2**20
    assert "more parts were left out here: GitHub takes no more." in text.splitlines()[-1]
    assert len(issue.body.encode()) <= ISSUE_BYTES
    assert issue.title == "Nightly drift: starter-0, starter-1, starter-2 and 597 more need a look"


def hostile() -> DriftReport:
    where = cell("a|b <img src=x> @team `x`")
    outcome = Outcome(
        where, "serve", f"c{HOSTILE}", Status.FAILED, HOSTILE, tail=f"{HOSTILE}\n```\n# title\n</details>"
    )
    changes = tuple(replace(change, package=HOSTILE, new=HOSTILE) for change in CHANGES)
    warned = (Warned(HOSTILE, HOSTILE, HOSTILE),)
    drift = Drift(where, Verdict.FAILS, changes, warned, (outcome,), reason=HOSTILE)
    return replace(drift_report((drift,)), accepted=(HOSTILE,))


def test_hostile_text_is_neither_markup_nor_a_mention() -> None:
    for text in (as_markdown(hostile()), as_issue(hostile()).body):
        found = tokens(text)

        html = [token.content for token in found if token.type in ("html_block", "html_inline")]
        assert html
        for block in html:
            assert "<" not in OWN_TAGS.sub("", block).replace("&lt;", "")
        assert not [token for token in found if token.type in ("link_open", "image")]
        outside = [token.content for token in found if token.type == "text"] + [unescape(block) for block in html]
        assert not [content for content in outside if re.search(r"@\w|#\d", content)]
        assert "\x1b" not in text


def test_the_issue_is_open_where_a_person_has_to_look_and_is_not_that_of_smoke() -> None:
    issue = as_issue(REPORT)

    assert issue.open
    assert issue.title == "Nightly drift: pyramid, quart, tornado need a look"
    assert issue.body.startswith(f"{issue.marker}\n")
    assert issue.marker != smoke_issue(report()).marker


def test_the_issue_is_closed_when_what_drifted_passes() -> None:
    issue = as_issue(drift_report(one_of_each()[:3]))

    assert (issue.open, issue.title) == (False, "Nightly drift: all is well")
    assert "2 of 3 cells drifted and pass" in issue.body


def test_the_issue_stays_open_where_the_watch_itself_is_broken() -> None:
    partial = as_issue(replace(drift_report(one_of_each()[:3]), partial=True))
    blind = as_issue(drift_report(one_of_each()[-1:]))

    assert partial.open
    assert partial.title == "Nightly drift: ended early: of 3 cells, 3 pass, 0 fail, 0 not done"
    assert blind.open
    assert blind.title == "Nightly drift: nothing was tried"


def test_one_sentence_says_what_came_of_it() -> None:
    nothing, passes = one_of_each()[:2]

    assert headline(drift_report((nothing,))) == "No drift in 1 cell"
    assert headline(drift_report((passes,))) == "1 of 1 cell drifted and passes"
    assert headline(drift_report((failing(),))) == "1 of 1 cell fails"
    assert headline(drift_report((nothing, one_of_each()[-1]))) == "No drift in 1 of 2 cells, 1 not tried"
