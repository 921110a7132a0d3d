from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from scaffold.comparing import CodeFile, Comparison, Side
from scaffold.described import TRAITS
from scaffold.model import Claim, Cost, Proof, ProvenTrait, Role, Trait
from scaffold.report.comparison_page import as_page
from scaffold.report.comparison_page.highlighting import highlighted
from scaffold.report.comparison_page.plots import number

from .comparison_samples import comparison, measurements, side
from .pages import Page, policy_of, style_of
from .samples import HOSTILE

NAMES = ("flask", "sanic", "django", "fastapi", "bottle")
SCRIPT_LINK = "javascript:alert(1)"


def hostile() -> Comparison:
    """Every text that comes from a template or a run is markup."""
    sound = side("flask")
    description = replace(
        sound.description,
        framework=replace(sound.description.framework, title=HOSTILE, summary=HOSTILE, kind=HOSTILE),
        traits={name: Trait(name, HOSTILE, SCRIPT_LINK, HOSTILE) for name in TRAITS},
        claims=(Claim(HOSTILE, HOSTILE, HOSTILE, SCRIPT_LINK),),
        costs=(Cost(HOSTILE, 0.5),),
    )
    code = {
        Role.APPLICATION: (CodeFile(f"{HOSTILE}.py", "python", f"x = '{HOSTILE}'"), CodeFile("x", HOSTILE, HOSTILE))
    }
    found = measurements(["flask", "sanic"])
    found = replace(
        found,
        machine={HOSTILE: HOSTILE},
        versions={HOSTILE: HOSTILE},
        figures=tuple(replace(each, command=HOSTILE, unit=HOSTILE) for each in found.figures),
        not_measured=tuple(replace(each, reason=HOSTILE) for each in found.not_measured),
        freezes={"flask": (HOSTILE,)},
        traits=(ProvenTrait("flask", HOSTILE, Proof.PROVEN, HOSTILE),),
    )
    return Comparison((Side(description, code, {HOSTILE: HOSTILE}), side("sanic")), found)


@cache
def five() -> str:
    return as_page(comparison(NAMES), ["sanic", "flask"])


PAGES: dict[str, Callable[[], str]] = {
    "five": five,
    "one": lambda: as_page(comparison(("flask",))),
    "nothing measured": lambda: as_page(replace(comparison(NAMES), measurements=None)),
    "hostile": lambda: as_page(hostile()),
    "nothing": lambda: as_page(Comparison((), None)),
}


@pytest.fixture(scope="module", params=PAGES)
def text(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param]()


def test_the_page_is_whole_and_needs_no_network(text: str) -> None:
    page = Page(text)

    assert page.open == []
    tags = [tag for tag, _ in page.elements]
    assert not set(tags) & {"link", "img", "iframe", "object", "embed", "base", "form"}
    assert tags.count("script") == 1
    names = {name for _, attributes in page.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in ("style", "src", "srcset", "xlink:href")}
    assert "url(" not in style_of(text)[0]
    assert "@import" not in style_of(text)[0]


def test_nothing_but_the_page_s_own_style_sheet_and_script_is_let_in(text: str) -> None:
    style, script = style_of(text), style_of(text, "script")

    assert policy_of(text) == (
        f"default-src 'none'; style-src 'sha256-{style[1]}'; script-src 'sha256-{script[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert "@media print" in style[0]


def test_every_link_leads_to_one_place_on_the_page_or_to_a_web_page(text: str) -> None:
    page = Page(text)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]

    links = {attributes["href"] for _, attributes in page.elements if "href" in attributes}

    assert len(ids) == len(set(ids))
    inside = {link for link in links if not link.startswith("https://")}
    assert inside <= {f"#{each}" for each in ids}
    for _, attributes in page.elements:
        assert attributes.get("aria-labelledby", ids[0]) in ids


def test_hostile_text_is_shown_and_is_not_markup() -> None:
    text = as_page(hostile())

    page = Page(text)

    assert "<script>alert(1)</script>" in "".join(page.words["code"])
    assert "<script>alert(1)</script>" in "".join(page.words["dd"])
    assert "<script>alert(1)</script>" in "".join(page.words["li"])
    assert SCRIPT_LINK not in text
    assert not any(character in text for character in "\x1b\x00\x07\ufffe\u202e")
    text.encode()


def test_the_picked_ones_are_shown_first_and_in_their_order() -> None:
    page = Page(five())

    shown = [a["data-of"] for tag, a in page.elements if tag == "article" and "hidden" not in a]
    checked = {a["value"] for a in page.having("name", "pick") if "checked" in a}

    assert shown[:2] == ["sanic", "flask"]
    assert set(shown) == checked == {"sanic", "flask"}


def test_every_figure_is_drawn_with_its_spread_and_leads_to_its_command() -> None:
    compared = comparison(NAMES)
    assert compared.measurements is not None

    page = Page(as_page(compared))

    figures = page.having("class", "figure")
    assert len(figures) == len(compared.measurements.figures)
    spread = sum(each.spread[0] != each.spread[1] for each in compared.measurements.figures)
    assert len(page.having("class", "spread")) == spread > 50
    notes = {a["id"] for tag, a in page.elements if tag == "li" and a.get("id", "").startswith("note-")}
    assert {figure["href"].removeprefix("#") for figure in figures} == notes
    # Two commands for each, the last without throughput but with its latency.
    assert len(notes) == 10
    for figure in compared.measurements.figures:
        assert figure.command in page.words["code"]


def test_what_a_starter_does_besides_is_listed_with_its_share() -> None:
    compared = comparison(NAMES)
    assert compared.measurements is not None
    kept = compared.measurements.kept("flask")

    page = Page(as_page(compared))

    assert kept is not None
    assert f"{kept:.2f} of minimal" in page.words["span"]
    assert page.words["strong"].count("61 %") == 1
    assert " a page from two templates" in page.words["li"]
    assert page.words["p"].count("Next to nothing.") == len(NAMES) - 1
    assert not Page(as_page(replace(compared, measurements=None))).having("class", "costs")


def test_a_figure_that_no_plot_has_stands_in_one_of_its_own() -> None:
    compared = comparison(("flask", "sanic"))
    assert compared.measurements is not None
    odd = replace(compared.measurements.figures[0], name="threads", unit="threads")

    page = Page(as_page(replace(compared, measurements=replace(compared.measurements, figures=(odd,)))))

    assert page.words["caption"] == ["Threads"]


def test_what_was_not_measured_says_why() -> None:
    page = Page(five())

    assert page.words["td"].count("not measured: wrk is not installed") == 4


def test_each_trait_says_how_it_is_known() -> None:
    page = Page(five())

    proofs = page.having("class", "proof")
    assert sum("refuted" in proof["class"] for proof in proofs) == 5
    # "escaping" is known to the probes alone.
    assert sum("proven" in proof["class"] for proof in proofs) == 10
    assert "escaping of sanic: four at once took 1.5 s" in {proof["data-tip"] for proof in proofs}
    links = [a["href"] for tag, a in page.elements if tag == "a" and a["href"].startswith("https://flask")]
    assert len(links) > 5 * 10


def test_code_is_highlighted_by_its_language_and_stays_the_same_text() -> None:
    code = 'def hello(name: str) -> str:  # "<b>"\n    return not f"<p>{name}</p>"\n'

    page = Page(highlighted(code, "python"))

    assert [a["class"] for _, a in page.elements] == ["k", "nf", "c", "k", "k", "s", "s"]
    assert "".join(word for words in page.words.values() for word in words).count("<b>") == 1
    assert highlighted("<a>\n", "no such language") == "&lt;a&gt;"


@pytest.mark.parametrize(
    ("value", "said"), [(12345.6, "12,346"), (312.4, "312"), (45.64, "45.6"), (3.214, "3.21"), (9.0, "9")]
)
def test_a_number_has_three_digits(value: float, said: str) -> None:
    assert number(value) == said
