import httpx
import pytest


def test_hello_greets_the_world(client: httpx.Client) -> None:
    response = client.get("/hello")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<h1>Hello world!</h1>" in response.text


def test_hello_greets_by_name(client: httpx.Client) -> None:
    response = client.get("/hello", params={"name": "Ada"})

    assert "<h1>Hello Ada!</h1>" in response.text


def test_hello_escapes_what_it_is_given(client: httpx.Client) -> None:
    response = client.get("/hello", params={"name": "<script>alert(1)</script>"})

    assert "<script>" not in response.text
    assert "&lt;script&gt;" in response.text


@pytest.mark.parametrize("path", ["/", "/hello/", "/static/style.css", "/?utm=x"])
def test_the_other_pages_answer(client: httpx.Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200


def test_healthz_says_ok(client: httpx.Client) -> None:
    response = client.get("/healthz")

    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == {"status": "ok"}


def test_an_unknown_page_is_not_found(client: httpx.Client) -> None:
    response = client.get("/no-such-page")

    assert response.status_code == 404
    assert "<h1>Not Found</h1>" in response.text


def test_hello_takes_no_post(client: httpx.Client) -> None:
    response = client.post("/hello")

    # circuits looks for a method POST of the controller, and finds none.
    assert response.status_code == 404
