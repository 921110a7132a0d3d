import pytest
from fastapi.testclient import TestClient


def test_hello_greets_the_world(client: TestClient) -> None:
    response = client.get("/hello")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == {"message": "Hello world!"}


def test_hello_greets_by_name(client: TestClient) -> None:
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
def test_hello_escapes_what_it_is_given(
    client: TestClient, query: str, name: str
) -> None:
    response = client.get(f"/hello?name={query}")

    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == {"message": f"Hello {name}!"}


@pytest.mark.parametrize("path", ["/", "/hello/", "/static/style.css"])
def test_the_other_paths_answer(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_healthz_says_ok(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/no-such-page", "/static/no-such-file"])
def test_an_unknown_path_is_not_found(client: TestClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert response.json() == {"detail": "Not Found"}


def test_hello_takes_no_post(client: TestClient) -> None:
    response = client.post("/hello")

    assert response.status_code == 405
    assert response.json() == {"detail": "Method Not Allowed"}
