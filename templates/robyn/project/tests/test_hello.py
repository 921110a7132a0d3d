# The module, not the class: pytest would take a name that begins with Test for tests.
from robyn import testing


def test_hello_greets_the_world(client: testing.TestClient) -> None:
    response = client.get("/hello")

    assert response.status_code == 200
    assert response.json() == {"message": "Hello world!"}


def test_hello_greets_by_name(client: testing.TestClient) -> None:
    response = client.get("/hello", query_params={"name": "Ada"})

    assert response.json() == {"message": "Hello Ada!"}


def test_index_shows_where_to_go(client: testing.TestClient) -> None:
    assert client.get("/").json()["hello"] == "/hello"


def test_healthz_says_ok(client: testing.TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
