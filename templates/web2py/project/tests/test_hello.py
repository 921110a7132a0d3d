import re

import pytest
from webtest import TestApp

from start import APPLICATIONS, compile_applications, remove_compiled


def test_hello_greets_the_world(client: TestApp) -> None:
    response = client.get("/hello")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<h1>Hello world!</h1>" in response.text


def test_hello_greets_by_name(client: TestApp) -> None:
    response = client.get("/hello", {"name": "Ada"})

    assert "<h1>Hello Ada!</h1>" in response.text


def test_hello_escapes_what_it_is_given(client: TestApp) -> None:
    response = client.get("/hello", {"name": "<script>alert(1)</script>"})

    assert "<script>" not in response.text
    assert "&lt;script&gt;" in response.text


@pytest.mark.parametrize("path", ["/", "/hello/"])
def test_the_other_pages_answer(client: TestApp, path: str) -> None:
    assert client.get(path).status_code == 200


def test_the_style_sheet_of_a_page_is_there(client: TestApp) -> None:
    # The address has the application's name in it: take it from the page.
    address = re.search(r'href="(.+\.css)"', client.get("/").text)[1]

    assert client.get(address).content_type == "text/css"


def test_healthz_says_ok(client: TestApp) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


@pytest.mark.parametrize("path", ["/no-such-page", "/hello/more", "/healthz/more"])
def test_an_unknown_page_is_not_found(client: TestApp, path: str) -> None:
    response = client.get(path, status=404)

    assert "<h1>Not found</h1>" in response.text


def test_hello_takes_no_post(client: TestApp) -> None:
    assert client.post("/hello", status=405).headers["Allow"] == "GET, HEAD"


def test_hello_is_the_same_when_it_is_compiled(client: TestApp) -> None:
    from_files = client.get("/hello").text
    # As gunicorn does when it starts, and when it ends.
    compile_applications()
    try:
        made = list(APPLICATIONS.glob("*/compiled/views.default.hello.html.pyc"))
        compiled = client.get("/hello").text
    finally:
        remove_compiled()

    assert made
    assert compiled == from_files
    assert not list(APPLICATIONS.glob("*/compiled"))
