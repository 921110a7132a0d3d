import pytest
from webtest import TestApp as Client


def test_hello_greets_the_world(client: Client) -> None:
    response = client.get("/hello")

    assert response.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert "<h1>Hello world!</h1>" in response.text


def test_hello_greets_by_name(client: Client) -> None:
    response = client.get("/hello", {"name": "Ada"})

    assert "<h1>Hello Ada!</h1>" in response.text


def test_hello_escapes_what_it_is_given(client: Client) -> None:
    response = client.get("/hello", {"name": "<script>alert(1)</script>"})

    assert "<script>" not in response.text
    assert "&lt;script&gt;" in response.text


@pytest.mark.parametrize("path", ["/", "/hello/", "/static/style.css"])
def test_the_other_pages_answer(client: Client, path: str) -> None:
    client.get(path, status=200)


def test_the_welcome_page_links_to_hello(client: Client) -> None:
    response = client.get("/").click("Say hello")

    assert "<h1>Hello world!</h1>" in response.text


def test_healthz_says_ok(client: Client) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_an_unknown_page_is_not_found(client: Client) -> None:
    response = client.get("/no-such-page", status=404)

    assert "Page not found" in response.text


def test_hello_takes_no_post(client: Client) -> None:
    client.post("/hello", status=405)


def test_head_is_answered_like_get(client: Client) -> None:
    head = client.head("/hello", status=200)

    assert head.content_length == client.get("/hello").content_length
