import pytest
from flask.testing import FlaskClient


def test_hello_greets_the_world(client: FlaskClient) -> None:
    response = client.get("/hello")

    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    assert "<h1>Hello world!</h1>" in response.text


def test_hello_greets_by_name(client: FlaskClient) -> None:
    response = client.get("/hello", query_string={"name": "Ada"})

    assert "<h1>Hello Ada!</h1>" in response.text


def test_hello_escapes_what_it_is_given(client: FlaskClient) -> None:
    response = client.get("/hello", query_string={"name": "<script>alert(1)</script>"})

    assert "<script>" not in response.text
    assert "&lt;script&gt;" in response.text


@pytest.mark.parametrize("path", ["/", "/hello/", "/static/style.css"])
def test_the_other_pages_answer(client: FlaskClient, path: str) -> None:
    # The block closes the response, and with it the file that a static response sends.
    with client.get(path) as response:
        assert response.status_code == 200


def test_healthz_says_ok(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_an_unknown_page_is_not_found(client: FlaskClient) -> None:
    assert client.get("/no-such-page").status_code == 404


def test_hello_takes_no_post(client: FlaskClient) -> None:
    assert client.post("/hello").status_code == 405
