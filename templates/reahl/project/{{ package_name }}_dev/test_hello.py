import pytest
from reahl.browsertools.browsertools import Browser, XPath


def test_hello_greets_the_world(browser: Browser) -> None:
    browser.open("/hello")

    assert browser.last_response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert browser.title == "Hello"
    assert browser.is_element_present(XPath.heading(1).with_text("Hello world!"))


def test_hello_greets_by_name(browser: Browser) -> None:
    browser.open("/hello?name=Ada")

    assert browser.is_element_present(XPath.heading(1).with_text("Hello Ada!"))


def test_hello_escapes_what_it_is_given(browser: Browser) -> None:
    browser.open("/hello", params={"name": "<script>alert(1)</script>"})

    assert "<script>alert" not in browser.raw_html
    assert "&lt;script&gt;alert" in browser.raw_html


def test_the_links_lead_to_hello_and_back(browser: Browser) -> None:
    browser.open("/")
    browser.click(XPath.link().with_text("Say hello"))
    assert browser.current_url.path == "/hello"

    browser.click(XPath.link().with_text("Back"))
    assert browser.current_url.path == "/"


@pytest.mark.parametrize("path", ["/", "/hello/", "/static/style.css"])
def test_the_other_pages_answer(browser: Browser, path: str) -> None:
    browser.open(path, status=200)


def test_healthz_says_ok(browser: Browser) -> None:
    browser.open("/healthz")

    assert browser.last_response.json == {"status": "ok"}


def test_an_unknown_page_is_not_found(browser: Browser) -> None:
    browser.open("/no-such-page", status=404)


def test_hello_takes_no_post(browser: Browser) -> None:
    browser.post("/hello", {}, status=405)
