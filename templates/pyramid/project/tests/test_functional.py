import pytest
from webtest import TestApp


def test_hello_greets_the_world(testapp: TestApp) -> None:
    response = testapp.get("/hello")

    assert response.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert "<h1>Hello world!</h1>" in response.text


def test_hello_greets_by_name(testapp: TestApp) -> None:
    response = testapp.get("/hello", {"name": "Ada"})

    assert "<h1>Hello Ada!</h1>" in response.text


def test_hello_escapes_what_it_is_given(testapp: TestApp) -> None:
    response = testapp.get("/hello", {"name": "<script>alert(1)</script>"})

    assert "<script>" not in response.text
    assert "&lt;script&gt;" in response.text


@pytest.mark.parametrize("path", ["/", "/hello/", "/static/style.css"])
def test_the_other_pages_answer(testapp: TestApp, path: str) -> None:
    testapp.get(path, status=200)


def test_healthz_says_ok(testapp: TestApp) -> None:
    assert testapp.get("/healthz").json == {"status": "ok"}


def test_an_unknown_page_is_not_found(testapp: TestApp) -> None:
    response = testapp.get("/no-such-page", status=404)

    assert "Page not found" in response.text


def test_hello_takes_no_post(testapp: TestApp) -> None:
    # Pyramid says 404, not 405, where no view fits the method.
    testapp.post("/hello", status=404)
