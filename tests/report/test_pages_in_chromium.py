"""The pages of runs in a browser: headless Chromium, the one of the machine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from scaffold.report.drift.page import as_page as drift_as_page
from scaffold.report.page import as_page

from . import test_drift_page, test_page
from .drift_samples import drift_report
from .samples import PYTHONS, STARTERS, cells, report

SOME = cells(STARTERS[:3], PYTHONS)
PAGES: dict[str, Callable[[], str]] = {
    "smoke": lambda: as_page(report(SOME, failing=SOME[2:5]), test_page.history([True, False])),
    "drift": lambda: drift_as_page(drift_report(), test_drift_page.runs_of([False, True, True])),
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Page:
    """One for all: a new one each time takes a second of a processor."""
    return browser.new_page()


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    yield tab
    tab.emulate_media(color_scheme="light")


@pytest.mark.parametrize("kind", PAGES)
def test_it_asks_for_nothing_fits_a_telephone_and_axe_finds_nothing_inaccessible(
    kind: str, page: Page, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGES[kind]())
    said: list[str] = []
    asked: list[str] = []
    page.set_viewport_size({"width": 400, "height": 800})
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))

    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    width = page.evaluate("document.documentElement.scrollWidth")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    page.emulate_media(color_scheme="dark")
    in_the_dark = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": ["color-contrast"]})

    assert width == 400
    assert found.response["violations"] == []
    assert in_the_dark.response["violations"] == []
    assert (said, asked) == ([], [file.as_uri()])


@pytest.mark.parametrize("kind", PAGES)
def test_every_link_is_reached_by_the_tab_key_and_leads_where_it_says(kind: str, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGES[kind]())
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(file.as_uri())
    links = page.locator("a[href^='#']").count()

    reached = set()
    for _ in range(links + page.locator("summary, [tabindex='0']").count()):
        page.keyboard.press("Tab")
        if target := page.evaluate("document.activeElement.getAttribute('href')"):
            reached.add(target)

    assert reached == set(page.locator("a[href^='#']").evaluate_all("all => all.map(a => a.getAttribute('href'))"))
    page.keyboard.press("Tab")
    folded = page.locator("section a.field").first
    folded.focus()
    page.keyboard.press("Enter")
    # What is folded is unfolded by the link that leads into it.
    assert page.locator(f"{folded.get_attribute('href')}").is_visible()


@pytest.mark.parametrize(("kind", "log"), [("smoke", ".cell[data-failed] pre"), ("drift", "#look pre")])
def test_on_paper_the_logs_of_what_failed_are_unfolded(kind: str, log: str, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGES[kind]())
    page.goto(file.as_uri())
    first = page.locator(log).first

    assert not first.is_visible()
    page.emulate_media(media="print")
    assert first.is_visible()
    page.emulate_media(media="screen")
