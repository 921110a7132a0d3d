import re
from dataclasses import replace
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from scaffold.model import Outcome, Report, Resolution, Status
from scaffold.report.markdown import as_issue, as_markdown
from scaffold.report.markup import ISSUE_BYTES, SUMMARY_BYTES

from .samples import CONTEXT, HOSTILE, STARTED, TAIL, cells, report, rows_of_options

CELLS = cells(("flask", "pyramid"), ("3.11", "3.12"), (Resolution.LOCKED, Resolution.LATEST))
RUN = report(CELLS, failing=[cell for cell in CELLS if cell.starter == "pyramid"])
OWN_TAGS = re.compile(r"</?(?:details|summary|b)>|<!--[^<>]*-->")


def tokens(text: str) -> list[Token]:
    """As GitHub reads it, with tables and with HTML let through."""
    flat: list[Token] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        flat += [token, *(token.children or [])]
    return flat


def hostile() -> Report:
    cell = replace(CELLS[0], starter="a|b <img src=x> @team `x`")
    outcomes = (
        Outcome(cell, "serve", "boot", Status.FAILED, HOSTILE, tail=f"{HOSTILE}\n```\n# title\n</details>"),
        Outcome(CELLS[1], "install", f"c{HOSTILE}", Status.NOT_TRIED, HOSTILE),
    )
    return Report(outcomes, 1.0, {"scaffold": HOSTILE}, STARTED)


def test_the_matrix_is_a_table_and_every_failure_is_folded_with_its_log() -> None:
    text = as_markdown(RUN)

    assert text.startswith("## ❌ 4 of 8 cells failed\n")
    assert "| | 3.11 | 3.12 | 3.11 latest | 3.12 latest |" in text
    assert "| flask | ✅ | ✅ | ✅ | ✅ |" in text
    assert "| pyramid | ❌ | ❌ | ❌ | ❌ |" in text
    assert text.count("<details>") == text.count("</details>") == 3
    assert "<b>pyramid</b> serve boot, Python 3.11, 3.11 (latest), 3.12, 3.12 (latest)</summary>" in text
    assert [token.type for token in tokens(text)].count("table_open") == 1
    assert f"{TAIL}\n" in [token.content for token in tokens(text) if token.type == "fence"]


def test_what_was_not_tried_is_told_once_for_all_cells_with_the_same_reason() -> None:
    reason = "Python 3.12 is not there"
    run = Report(
        tuple(Outcome(cell, "install", "install", Status.NOT_TRIED, reason) for cell in CELLS), 1.0, CONTEXT, STARTED
    )

    text = as_markdown(run)

    assert text.count(reason) == 1
    assert "and 2 more, install" in text


def test_a_summary_stays_under_its_limit_and_says_what_it_leaves_out() -> None:
    many = cells([f"starter-{number}" for number in range(400)], ("3.12",))
    run = report(many, failing=many)
    run = replace(run, outcomes=tuple(replace(o, tail=o.tail and "ä" * 2000) for o in run.outcomes))

    text = as_markdown(run)

    shown = text.count("<details>")
    assert SUMMARY_BYTES - 10_000 < len(text.encode()) <= SUMMARY_BYTES < 2**20
    assert text.rstrip().endswith(
        f"**{1200 - shown} more parts were left out here: GitHub takes no more. The JSON Lines of the run have all.**"
    )
    assert as_markdown(run, limit=0) == ""
    assert len(as_markdown(run, limit=5000).encode()) <= 5000


def test_a_run_that_was_ended_early_is_not_green() -> None:
    text = as_markdown(replace(report(CELLS), partial=True))

    assert text.startswith("## ❌ Ended early: of 8 cells, 8 passed, 0 failed, 0 not done")


def test_hostile_text_is_neither_markup_nor_a_mention() -> None:
    for text in (as_markdown(hostile()), as_issue(hostile()).body):
        found = tokens(text)

        html = [token.content for token in found if token.type in ("html_block", "html_inline")]
        assert html
        for block in html:
            assert "<" not in OWN_TAGS.sub("", block).replace("&lt;", "")
        assert not [token for token in found if token.type in ("link_open", "image")]
        assert [token.tag for token in found if token.type == "heading_open"] in (["h2"], [])
        outside = [token.content for token in found if token.type == "text"] + [unescape(block) for block in html]
        assert not [content for content in outside if re.search(r"@\w|#\d", content)]
        assert "\x1b" not in text


def test_the_issue_is_open_while_something_fails_and_names_it() -> None:
    issue = as_issue(RUN)

    assert issue.open
    assert issue.title == "Nightly smoke test: pyramid fails"
    assert issue.body.startswith(f"{issue.marker}\n")
    assert "&lt;" not in issue.marker
    assert tokens(issue.body)[0].type == "html_block"


def test_the_issue_is_closed_when_all_is_well_and_keeps_its_marker() -> None:
    issue = as_issue(report(CELLS))

    assert not issue.open
    assert issue.marker == as_issue(RUN).marker


def test_an_issue_stays_open_where_the_watch_itself_is_broken() -> None:
    partial = as_issue(replace(report(CELLS), partial=True))
    blind = as_issue(Report((Outcome(CELLS[0], "install", "install", Status.NOT_TRIED, "no Python"),), 1.0))

    assert partial.open
    assert partial.title == "Nightly smoke test: ended early: of 8 cells, 8 passed, 0 failed, 0 not done"
    assert blind.open
    assert blind.title == "Nightly smoke test: nothing was tried"


def test_an_issue_s_body_is_no_longer_than_github_takes() -> None:
    many = cells([f"starter-{number}" for number in range(200)], ("3.12",))

    issue = as_issue(report(many, failing=many))

    assert ISSUE_BYTES - 5000 < len(issue.body.encode()) <= ISSUE_BYTES
    assert "left out here" in issue.body
    assert issue.title.endswith("starter-0, starter-1, starter-2 and 197 more fail")


def test_each_row_of_options_is_a_row_of_the_matrix_and_a_failure_says_which_it_was() -> None:
    rows = rows_of_options()

    text = as_markdown(report(rows, failing=rows[3:]))

    assert "| mine (database=none, docs=true) | ✅ | ✅ |" in text
    assert "| mine (database=sqlite, docs=false) | ✅ | ❌ |" in text
    assert "<b>mine</b> serve boot, Python 3.12 (database=sqlite, docs=false)</summary>" in text
