import pytest
from starlette.testclient import TestClient


def test_hello_greets_the_world(client: TestClient) -> None:
    response = client.get("/hello")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<h1>Hello world!</h1>" in response.text
    # The test client remembers which template made the page, and of what.
    assert response.template.name == "hello.html"
    assert response.context["message"] == "Hello world!"


def test_hello_greets_by_name(client: TestClient) -> None:
    response = client.get("/hello", params={"name": "Ada"})

    assert "<h1>Hello Ada!</h1>" in response.text


def test_hello_escapes_what_it_is_given(client: TestClient) -> None:
    response = client.get("/hello", params={"name": "<script>alert(1)</script>"})

    assert "<script>" not in response.text
    assert "&lt;script&gt;" in response.text


@pytest.mark.parametrize("path", ["/", "/hello/", "/static/style.css"])
def test_the_other_pages_answer(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_healthz_says_ok(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/no-such-page", "/static/no-such-file"])
def test_an_unknown_page_is_not_found(client: TestClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert "<h1>Not found</h1>" in response.text


def test_hello_takes_no_post(client: TestClient) -> None:
    assert client.post("/hello").status_code == 405
