import pytest
from webtest import TestApp


def test_hello_greets_the_world(client: TestApp) -> None:
    response = client.get("/hello")

    assert response.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert "<h1>Hello world!</h1>" in response.text


def test_hello_greets_by_name(client: TestApp) -> None:
    response = client.get("/hello", {"name": "Ada"})

    assert "<h1>Hello Ada!</h1>" in response.text


def test_hello_knows_names_of_every_script(client: TestApp) -> None:
    response = client.get("/hello", {"name": "Søren 愛"})

    assert "<h1>Hello Søren 愛!</h1>" in response.text


def test_hello_escapes_what_it_is_given(client: TestApp) -> None:
    response = client.get("/hello", {"name": "<script>alert(1)</script>"})

    assert "<script>" not in response.text
    assert "&lt;script&gt;" in response.text


@pytest.mark.parametrize("path", ["/", "/hello/", "/static/style.css"])
def test_the_other_pages_answer(client: TestApp, path: str) -> None:
    client.get(path, status=200)


def test_healthz_says_ok(client: TestApp) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_an_unknown_page_is_not_found(client: TestApp) -> None:
    response = client.get("/no-such-page", status=404)

    assert "<h1>404 Not Found</h1>" in response.text


def test_hello_takes_no_post(client: TestApp) -> None:
    client.post("/hello", status=405)
