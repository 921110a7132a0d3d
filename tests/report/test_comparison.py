"""A comparison on a terminal of some width, in a file, as JSON and as Markdown."""

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from markdown_it import MarkdownIt
from rich.console import Console

from scaffold.comparing import Comparison
from scaffold.model import Claim, Cost, Role, Trait
from scaffold.report.comparison.as_json import as_json
from scaffold.report.comparison.markdown import as_markdown
from scaffold.report.comparison.notes import no_longer, notes
from scaffold.report.comparison.rows import facts, traits
from scaffold.report.comparison.terminal import lines, show

from .compared_samples import MEASURED, comparison, figure, side


def on_screen(
    compared: Comparison, width: int, *, roles: list[Role] | None = None, with_facts: bool = True
) -> list[str]:
    out = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None, highlight=False)
    show(compared, roles or list(Role), out, with_facts=with_facts)
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue().splitlines()


def row(compared: Comparison, label: str) -> list[str]:
    (found,) = [each for each in (*facts(compared), *traits(compared)) if each.label == label]
    return [cell.text for cell in found.cells]


def frameworks_in(document: dict[str, object]) -> list[dict[str, Any]]:
    frameworks: list[dict[str, Any]] = json.loads(json.dumps(document))["frameworks"]
    return frameworks


@pytest.mark.parametrize(
    ("width", "count", "beside"),
    [
        pytest.param(140, 2, [["first", "second"]], id="two at 140 columns"),
        pytest.param(80, 2, [["first"], ["second"]], id="one at 80 columns"),
        pytest.param(140, 4, [["first", "second"], ["third", "fourth"]], id="four in two rows"),
        pytest.param(200, 4, [["first", "second"], ["third", "fourth"]], id="no row for one alone"),
        pytest.param(200, 3, [["first", "second", "third"]], id="three at 200 columns"),
        pytest.param(30, 2, [["first"], ["second"]], id="one at 30 columns"),
    ],
)
def test_code_is_beside_each_other_in_as_many_columns_as_fit(width: int, count: int, beside: list[list[str]]) -> None:
    screen = on_screen(comparison(count), width, roles=[Role.ROUTES], with_facts=False)

    heads = [line for line in screen if "/routes.py" in line]
    assert [[word.partition("/")[0] for word in line.split() if "/" in word] for line in heads] == beside
    assert max(map(len, screen)) <= width


@pytest.mark.parametrize("width", [30, 80, 140])
def test_no_line_of_the_facts_is_wider_than_the_terminal_and_no_word_is_lost(width: int) -> None:
    compared = comparison(4, MEASURED)

    screen = on_screen(compared, width, roles=[Role.RUN])

    assert max(map(len, screen)) <= width
    text = "".join("".join(screen).split())
    for each in ("First", "Fourth", "4,120", "(3,980-4,310)"):
        assert each in text


def test_a_role_that_no_file_plays_is_said_and_the_commands_stand_where_it_is_run() -> None:
    screen = "\n".join(on_screen(comparison(), 140, with_facts=False))

    template = screen.partition("TEMPLATE")[2].partition("SETTINGS")[0]
    assert template.count("no file of the starter plays this role") == 2
    assert screen.count("uv run serve") == 2
    assert "uv run serve" in screen.partition("RUN ")[2]


def test_a_figure_is_a_median_with_its_spread_and_what_was_not_measured_is_known_from_the_lock_or_missing() -> None:
    compared = comparison(2, MEASURED)
    footprint = compared.sides[1].framework.footprint

    assert row(compared, "throughput recommended minimal (requests/s)") == ["4,120 (3,980-4,310)", "-"]
    assert row(compared, "first answer (ms)") == ["-", "12.3 (9.88-12.4)"]
    assert row(compared, "packages") == ["7", str(footprint.packages)]
    assert row(compared, "p99") == ["-", "-"]
    assert "elsewhere (ms)" not in [each.label for each in facts(compared)]


def test_a_trait_says_whether_it_was_proven() -> None:
    compared = comparison(2, MEASURED)

    assert row(compared, "interface") == ["WSGI, proven", "WSGI"]
    assert row(compared, "concurrency") == ["sync", "sync, refuted"]
    assert row(compared, "sessions") == ["own: signed cookies"] * 2


def test_the_notes_say_when_and_how_it_was_measured_and_each_reason_once() -> None:
    verified = comparison().sides[0].framework.verified.version

    said = notes(comparison(3, MEASURED))

    assert said == [
        "Measured on 2026-11-21: processors 2; uv 0.9.2.",
        "Each figure is a median, in brackets between which another run's median is expected in 19 of 20 runs.",
        "To measure one again: scaffold measure FRAMEWORK --only FIGURE",
        f"First was measured with 0.1; its starter has {verified} now.",
        "Third was not measured (packages and size are those of the verified lock): "
        "'scaffold measure third --jsonl FILE' does it, and --measurements FILE shows it.",
        "Not measured (Second, p50, p99): wrk is not here",
        "Second, concurrency is refuted: four slow requests took half a second",
        "A trait that is called proven was seen by a probe; the others are documented.",
    ]


def test_what_a_starter_costs_is_a_sentence_with_the_pairs_that_were_measured_in_turn() -> None:
    costs = (Cost("a page from two templates", 0.61), Cost("four headers", 0.2))
    starter = figure("first", "throughput", "requests/s", 90, 40, 80)
    minimal = figure("first", "throughput minimal", "requests/s", 100, 50, 100)
    pairs = (starter, minimal)
    compared = Comparison((side("First", {}, costs=costs), side("Second", {})), replace(MEASURED, figures=pairs))

    assert (
        "First: the starter answers 0.80 times as many requests as the minimal application. What it does besides, with "
        "its share of that: a page from two templates (61%), four headers (20%)."
    ) in notes(compared)
    first, _ = frameworks_in(as_json(compared, list(Role), with_facts=True))
    assert first["costs"] == [
        {"what": "a page from two templates", "share": 0.61},
        {"what": "four headers", "share": 0.2},
    ]


def test_where_figures_are_repeated_differently_it_is_said_which_how() -> None:
    repeated = replace(MEASURED.figures[1], command=f"{MEASURED.figures[1].command} --repeat 3")
    measured = replace(MEASURED, figures=(MEASURED.figures[0], repeated, *MEASURED.figures[2:]))

    assert (
        "To measure one again: scaffold measure FRAMEWORK --only FIGURE (packages, first answer); "
        "scaffold measure FRAMEWORK --only FIGURE --repeat 3 (throughput recommended minimal)"
    ) in notes(comparison(2, measured))


def test_without_measurements_one_line_says_how_to_measure() -> None:
    said = notes(comparison(2))

    assert len(said) == 2
    assert "First and Second were not measured" in said[0]
    assert "scaffold measure first second --jsonl FILE" in said[0]
    assert said[1] == "The traits are documented, and not proven."


def test_a_claim_that_no_longer_holds_is_one_line_and_one_that_holds_is_none() -> None:
    claims = (Claim("ORM", "none"), Claim("pip freeze", "four packages", "nine packages"))
    compared = Comparison((side("First", {}, claims=claims), side("Second", {})), None)

    assert no_longer(compared) == ["First, pip freeze: four packages. Today: nine packages."]
    assert [line for line in on_screen(compared, 140) if "- First, pip freeze: four packages. Today: nine" in line]


def test_in_a_file_a_table_has_no_spaces_at_its_ends_and_files_stand_below_each_other() -> None:
    found = list(lines(comparison(2, MEASURED), [Role.ROUTES], with_facts=True))

    assert [line for line in found if line != line.rstrip()] == []
    start = found.index("--- First, routes: first/routes.py")
    assert found[start + 1].splitlines() == ['"""The routes."""', "", "answer = 42"]
    assert "--- Second, routes: second/routes.py" in found[start:]
    assert any(line.split() == ["interface", "WSGI,", "proven", "WSGI"] for line in found)


def test_markdown_has_the_code_as_it_is_whatever_it_holds() -> None:
    code = {Role.ROUTES: 'text = """\n```\n# <b>@someone</b>\n````\n"""\n'}
    compared = Comparison((side("First", code), side("<Second>", code)), MEASURED)

    tokens = MarkdownIt("commonmark").enable("table").parse(as_markdown(compared, [Role.ROUTES], with_facts=True))

    assert [(token.info, token.content) for token in tokens if token.type == "fence"] == [
        ("python", code[Role.ROUTES])
    ] * 2
    assert [token.type for token in tokens].count("table_open") == 2
    assert "html_block" not in [token.type for token in tokens]


def test_markdown_links_each_trait_to_where_it_is_said() -> None:
    trait = comparison().sides[0].description.traits["sessions"]

    text = as_markdown(comparison(), [], with_facts=True)

    assert f"| sessions | [own: signed cookies](<{trait.link}>) |" in text


def test_json_has_each_figure_with_its_values_and_command() -> None:
    first, second = frameworks_in(as_json(comparison(2, MEASURED), list(Role), with_facts=True))

    assert first["figures"][1] == {
        "name": "throughput recommended minimal",
        "unit": "requests/s",
        "values": [4120, 3980.4, 4310],
        "median": 4120,
        "low": 3980.4,
        "high": 4310,
        "spread": [3980.4, 4310],
        "command": "scaffold measure first --only 'throughput recommended minimal'",
    }
    assert first["freeze"] == ["Flask==0.1"]
    assert first["traits"]["interface"]["proof"] == "proven"
    assert second["traits"]["concurrency"]["detail"] == "four slow requests took half a second"
    assert second["not_measured"][0] == {"name": "p50", "reason": "wrk is not here"}
    assert second["freeze"] is None


def test_json_has_only_the_roles_that_are_asked_for_and_facts_only_where_they_are() -> None:
    document = as_json(comparison(2, MEASURED), [Role.ROUTES, Role.TEMPLATE], with_facts=False)

    assert set(document) == {"schema", "frameworks"}
    first, _ = frameworks_in(document)
    assert set(first) == {"name", "title", "code", "commands"}
    assert list(first["code"]) == ["routes"]
    assert first["code"]["routes"][0]["path"] == "first/routes.py"


def test_a_link_of_a_trait_opens_its_documentation_on_a_terminal_that_knows_links() -> None:
    compared = comparison()
    described = compared.sides[0].description
    linked = {**described.traits, "CLI": Trait("CLI", "own", "https://example.org/cli")}
    sides = (replace(compared.sides[0], description=replace(described, traits=linked)), compared.sides[1])
    out = Console(file=io.StringIO(), width=140, force_terminal=True, color_system="standard")

    show(replace(compared, sides=sides), [], out, with_facts=True)

    assert isinstance(out.file, io.StringIO)
    assert ";https://example.org/cli\x1b\\" in out.file.getvalue()
