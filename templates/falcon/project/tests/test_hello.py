import pytest
from falcon.testing import TestClient


def test_hello_greets_the_world(client: TestClient) -> None:
    response = client.simulate_get("/hello")

    assert response.status_code == 200
    assert response.content_type == "application/json"
    assert response.json == {"message": "Hello world!"}


def test_hello_greets_by_name(client: TestClient) -> None:
    response = client.simulate_get("/hello", params={"name": "Ada"})

    assert response.json == {"message": "Hello Ada!"}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("%22%7D%3Cscript%3E", '"}<script>'),
        ("a%00b", "a\0b"),
        ("%ff%fe", "\ufffd\ufffd"),
    ],
)
def test_hello_escapes_what_it_is_given(client: TestClient, query: str, name: str) -> None:
    response = client.simulate_get("/hello", query_string=f"name={query}")

    assert response.content_type == "application/json"
    assert response.json == {"message": f"Hello {name}!"}


@pytest.mark.parametrize("path", ["/", "/hello/", "/static/openapi.json"])
def test_the_other_paths_answer(client: TestClient, path: str) -> None:
    response = client.simulate_get(path)

    assert response.status_code == 200
    assert response.content_type == "application/json"


def test_the_description_names_only_paths_that_answer(client: TestClient) -> None:
    description = client.simulate_get("/static/openapi.json").json

    for path in description["paths"]:
        assert client.simulate_get(path).status_code == 200


def test_healthz_says_ok(client: TestClient) -> None:
    assert client.simulate_get("/healthz").json == {"status": "ok"}


def test_an_unknown_path_is_not_found(client: TestClient) -> None:
    # A browser prefers HTML; the answer is JSON all the same.
    response = client.simulate_get("/no-such-page", headers={"Accept": "text/html"})

    assert response.status_code == 404
    assert response.json == {"title": "404 Not Found"}


def test_hello_takes_no_post(client: TestClient) -> None:
    response = client.simulate_post("/hello")

    assert response.status_code == 405
    assert response.json == {"title": "405 Method Not Allowed"}
