import pytest
from werkzeug.test import Client


def test_hello_greets_the_world(client: Client) -> None:
    response = client.get("/hello")

    assert response.status_code == 200
    assert response.content_type == "application/json"
    assert response.json == {"message": "Hello world!"}


def test_hello_greets_by_name(client: Client) -> None:
    response = client.get("/hello", query_string={"name": "Ada"})

    assert response.json == {"message": "Hello Ada!"}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("%22%7D%3Cscript%3E", '"}<script>'),
        ("a%00b%0D%0A", "a\0b\r\n"),
        ("%ff%fe", "\ufffd\ufffd"),
    ],
)
def test_hello_escapes_what_it_is_given(client: Client, query: str, name: str) -> None:
    response = client.get("/hello", query_string=f"name={query}")

    assert response.content_type == "application/json"
    assert response.json == {"message": f"Hello {name}!"}


def test_index_shows_where_to_go(client: Client) -> None:
    assert client.get("/").json["hello"] == "/hello"


def test_hello_answers_with_a_slash_as_well(client: Client) -> None:
    assert client.get("/hello/").json == {"message": "Hello world!"}


def test_healthz_says_ok(client: Client) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_an_unknown_path_is_not_found(client: Client) -> None:
    response = client.get("/no-such-path")

    assert response.status_code == 404
    assert response.content_type == "application/json"
    assert response.json["status"] == "404 Not Found"


def test_hello_takes_no_post(client: Client) -> None:
    response = client.post("/hello")

    assert response.status_code == 405
    assert response.json["status"] == "405 Method Not Allowed"


@pytest.mark.parametrize(("path", "status"), [("/hello", 200), ("/no-such-path", 404)])
def test_head_is_answered_like_get(client: Client, path: str, status: int) -> None:
    response = client.head(path)

    assert response.status_code == status
    assert response.content_type == "application/json"
    assert response.data == b""
