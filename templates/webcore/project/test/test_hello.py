from collections.abc import Callable

import pytest
from webob import Response

Ask = Callable[..., Response]


def test_hello_greets_the_world(ask: Ask) -> None:
    response = ask("/hello")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert "<h1>Hello world!</h1>" in response.text


def test_hello_greets_by_name(ask: Ask) -> None:
    assert "<h1>Hello Ada!</h1>" in ask("/hello?name=Ada").text


def test_hello_escapes_what_it_is_given(ask: Ask) -> None:
    response = ask("/hello?name=<script>alert(1)</script>")

    assert "<script>" not in response.text
    assert "&lt;script&gt;" in response.text


@pytest.mark.parametrize("path", ["/", "/hello/", "/static/style.css"])
def test_the_other_pages_answer(ask: Ask, path: str) -> None:
    assert ask(path).status_code == 200


def test_healthz_says_ok(ask: Ask) -> None:
    assert ask("/healthz").json == {"status": "ok"}


@pytest.mark.parametrize("path", ["/no-such-page", "/healthz/x", "/hello?x=1"])
def test_an_unknown_page_or_argument_is_not_found(ask: Ask, path: str) -> None:
    response = ask(path)

    assert response.status_code == 404
    assert "<h1>Not Found</h1>" in response.text


def test_hello_takes_no_post(ask: Ask) -> None:
    response = ask("/hello", method="POST")

    assert response.status_code == 405
    assert "GET" in response.allow


def test_head_is_answered_like_get(ask: Ask) -> None:
    assert ask("/hello", method="HEAD").status_code == 200
