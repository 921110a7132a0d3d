"""The page of a comparison in a browser: headless Chromium, the one of the machine."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from scaffold.report.comparison_page import as_page

from .comparison_samples import comparison
from .test_comparison_page import hostile

NAMES = ("aiohttp", "bottle", "django", "flask", "sanic")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(as_page(comparison(NAMES), ["flask", "sanic", "django"]))
    return file


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Page:
    """One for all: a new one each time takes a second of a processor."""
    return browser.new_page(viewport={"width": 1280, "height": 800})


@pytest.fixture
def page(tab: Page, file: Path) -> Iterator[Page]:
    """The page at the size of a projector; at its end nothing was said on the console and nothing was asked for."""
    said: list[str] = []
    asked: list[str] = []
    listeners: dict[Any, Callable[[Any], None]] = {
        "console": lambda message: said.append(message.text),
        "pageerror": lambda error: said.append(str(error)),
        "request": lambda request: asked.append(request.url),
    }
    for event, listener in listeners.items():
        tab.on(event, listener)
    tab.goto(file.as_uri())
    yield tab
    for event, listener in listeners.items():
        tab.remove_listener(event, listener)
    tab.emulate_media(media="screen")
    assert said == []
    assert {url.partition("?")[0] for url in asked} == {file.as_uri()}


def titles(page: Page, within: str) -> list[str]:
    return page.locator(f"{within}:visible").all_inner_texts()


def chip(page: Page, name: str) -> None:
    page.locator(f".picker input[value={name}]").click()


def tops(page: Page, selector: str) -> set[int]:
    return {round(box["y"]) for each in page.locator(f"{selector}:visible").all() if (box := each.bounding_box())}


def test_what_is_picked_stands_in_every_part_in_the_order_of_the_picks(page: Page) -> None:
    chip(page, "sanic")
    chip(page, "bottle")

    order = ["Flask", "Django", "Bottle"]
    assert titles(page, "#traits thead [data-of]") == order
    assert titles(page, "[data-role=routes] h4") == order
    assert set(titles(page, ".plot >> nth=0 >> th")) == set(order)
    assert page.locator("[name=pick][value=bottle]:checked").count() == 2
    expect(page.locator("#status")).to_have_text("Side by side: Flask, Django, Bottle.")


def test_no_more_than_four_and_no_less_than_two_can_be_picked(page: Page) -> None:
    chip(page, "bottle")
    chip(page, "aiohttp")

    expect(page.locator("#status")).to_have_text("4 at most: take one away first.")
    expect(page.locator(".picker input[value=aiohttp]")).not_to_be_checked()

    for name in ("bottle", "sanic", "django"):
        chip(page, name)

    expect(page.locator("#status")).to_have_text("2 at least: pick another one first.")
    expect(page.locator(".picker input[value=django]")).to_be_checked()


def test_code_is_aligned_by_role(page: Page) -> None:
    for role in ("application", "routes", "test"):
        assert len(tops(page, f"[data-role={role}] h4")) == 1
        assert len(tops(page, f"[data-role={role}] pre")) == 1

    page.get_by_role("radio", name="routes").check()

    assert titles(page, ".role h3") == ["Routes"]


def test_the_traits_of_the_picked_are_filtered_by_what_differs_and_how_it_is_known(page: Page) -> None:
    rows = page.locator("#traits tbody tr:visible")
    every = rows.count()

    page.get_by_label("Only what differs").check()

    assert 0 < rows.count() < every
    for row in rows.all():
        values = row.locator("td:visible").evaluate_all("cells => cells.map(cell => cell.dataset.value)")
        assert len(set(values)) > 1

    page.get_by_label("Only what differs").uncheck()
    page.get_by_label("Known").select_option("refuted")

    assert rows.locator("th").all_inner_texts() == ["WebSockets"]


def test_all_frameworks_are_filtered_by_a_trait_and_by_words(page: Page) -> None:
    rows = page.locator(".every tbody tr:visible")
    async_ones = page.locator(".every td[data-column=concurrency][data-value=async]").count()

    page.get_by_label("Filter by concurrency").select_option("async")

    assert rows.count() == async_ones > 0
    expect(page.locator("#count")).to_have_text(f"{async_ones} of {len(NAMES)}")

    page.get_by_role("button", name="Clear filters").click()
    page.get_by_label("Words").fill("django")

    assert rows.locator("label").all_inner_texts() == ["Django"]


def test_a_figure_tells_its_command_its_date_and_its_versions_to_pointer_and_keyboard(page: Page) -> None:
    figure = page.locator(".plot tbody:visible .figure").first
    tip = page.get_by_role("tooltip")

    figure.hover()

    expect(tip).to_contain_text("first answer: median ")
    expect(tip).to_contain_text("scaffold measure ")
    expect(tip).to_contain_text("1.2.3, 2026-11-20, scaffold 0.9, uv 0.13.8, Python 3.13.1, wrk 4.1.0")

    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    figure.focus()

    expect(tip).to_be_visible()
    assert figure.get_attribute("aria-describedby") == "tip"

    page.keyboard.press("Enter")

    expect(page.locator("#notes li:target")).to_be_in_viewport()


def test_it_can_be_picked_by_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(3):
        page.keyboard.press("Tab")

    page.keyboard.press("Space")

    expect(page.locator("#status")).to_have_text("Side by side: Flask, Sanic, Django, aiohttp.")


def test_a_plot_ends_at_the_greatest_of_what_it_shows(page: Page) -> None:
    def drawn() -> float:
        boxes = [each.bounding_box() for each in page.locator(".plot >> nth=0 >> .spread:visible").all()]
        drawing = page.locator(".plot >> nth=0 >> svg:visible").first.bounding_box()
        assert drawing
        return max(box["x"] + box["width"] - drawing["x"] for box in boxes if box) / drawing["width"]

    assert 0.97 < drawn() < 1.03
    chip(page, "django")
    assert 0.97 < drawn() < 1.03
    page.get_by_label("All frameworks in").check()
    assert 0.97 < drawn() < 1.03
    assert page.locator(".plot >> nth=0 >> tbody:visible").count() == len(NAMES)


def test_a_reload_shows_the_same_in_large_type_and_other_colours(page: Page) -> None:
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    chip(page, "bottle")
    page.get_by_role("button", name="Large type").click()
    page.get_by_label("Colours").select_option("dark")

    page.reload()

    assert titles(page, ".first h3") == ["Flask 1.2.3", "Sanic 1.2.3", "Django 1.2.3", "Bottle 1.2.3"]
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != paper


def test_print_has_the_picked_ones_alone_on_light_paper(page: Page) -> None:
    page.get_by_label("Colours").select_option("dark")

    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for selector in (".picker", "#all", "nav", ".settings", "[data-of=bottle]"):
        assert page.locator(f"{selector}:visible").count() == 0
    # More figures are folded on the screen alone.
    expect(page.locator(".plot").last).to_be_visible()
    assert page.locator("#notes li:visible").count() == 6


def test_axe_finds_nothing_inaccessible(page: Page) -> None:
    axe = Axe()
    # What passed is not described node by node.
    brief = {"resultTypes": ["violations"]}
    page.locator(".more > summary").click()
    chip(page, "bottle")

    found = axe.run(page, options=brief)
    page.get_by_label("Colours").select_option("dark")
    found_in_the_dark = axe.run(page, options=brief | {"runOnly": ["color-contrast"]})

    assert found.response["violations"] == []
    assert found_in_the_dark.response["violations"] == []
    assert found_in_the_dark.response["passes"]


def test_nothing_of_a_hostile_template_runs(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(as_page(hostile()))
    page = browser.new_page()
    opened: list[str] = []
    page.on("dialog", lambda dialog: opened.append(dialog.message))
    page.on("pageerror", lambda error: opened.append(str(error)))

    page.goto(file.as_uri())
    page.locator(".figure").first.hover()

    expect(page.get_by_role("tooltip")).to_contain_text("<script>alert(1)</script>")
    assert page.locator("script").count() == 1
    assert opened == []
    page.close()
