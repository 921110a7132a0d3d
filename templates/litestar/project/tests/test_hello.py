import pytest
from litestar import Litestar
from litestar.testing import TestClient

Client = TestClient[Litestar]


def test_hello_greets_the_world(client: Client) -> None:
    response = client.get("/hello")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == {"message": "Hello world!"}


def test_hello_greets_by_name(client: Client) -> None:
    response = client.get("/hello", params={"name": "Ada"})

    assert response.json() == {"message": "Hello Ada!"}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("%22%7D%3Cscript%3E", '"}<script>'),
        ("a%00b", "a\0b"),
        ("%ff%fe", "\ufffd\ufffd"),
    ],
)
def test_hello_escapes_what_it_is_given(client: Client, query: str, name: str) -> None:
    response = client.get(f"/hello?name={query}")

    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == {"message": f"Hello {name}!"}


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/", "application/json"),
        ("/hello/", "application/json"),
        ("/static/favicon.svg", "image/svg+xml"),
    ],
)
def test_the_other_paths_answer(client: Client, path: str, content_type: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == content_type


def test_healthz_says_ok(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_an_unknown_path_is_not_found(client: Client) -> None:
    response = client.get("/no-such-page")

    assert response.status_code == 404
    assert response.json() == {"status_code": 404, "detail": "Not Found"}


def test_hello_takes_no_post(client: Client) -> None:
    response = client.post("/hello")

    assert response.status_code == 405
    assert response.json() == {"status_code": 405, "detail": "Method Not Allowed"}
