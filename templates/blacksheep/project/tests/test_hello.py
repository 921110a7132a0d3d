import pytest
from blacksheep.testing import TestClient


async def test_hello_greets_the_world(client: TestClient) -> None:
    response = await client.get("/hello")

    assert response.status == 200
    assert response.content_type() == b"application/json"
    assert await response.json() == {"message": "Hello world!"}


async def test_hello_greets_by_name(client: TestClient) -> None:
    response = await client.get("/hello", query={"name": "Ada"})

    assert await response.json() == {"message": "Hello Ada!"}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("%22%7D%3Cscript%3E", '"}<script>'),
        ("a%00b", "a\0b"),
        ("%ff%fe", "\ufffd\ufffd"),
    ],
)
async def test_hello_escapes_what_it_is_given(
    client: TestClient, query: str, name: str
) -> None:
    response = await client.get("/hello", query=f"name={query}")

    assert response.content_type() == b"application/json"
    assert await response.json() == {"message": f"Hello {name}!"}


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/", b"application/json"),
        ("/hello/", b"application/json"),
        ("/static/style.css", b"text/css"),
    ],
)
async def test_the_other_paths_answer(
    client: TestClient, path: str, content_type: bytes
) -> None:
    response = await client.get(path)

    assert response.status == 200
    assert response.content_type() == content_type


async def test_healthz_says_ok(client: TestClient) -> None:
    response = await client.get("/healthz")

    assert await response.json() == {"status": "ok"}


async def test_an_unknown_path_is_not_found(client: TestClient) -> None:
    response = await client.get("/no-such-page")

    assert response.status == 404
    assert await response.json() == {"error": "Not Found"}


async def test_hello_takes_no_post(client: TestClient) -> None:
    response = await client.post("/hello")

    # BlackSheep looks for a path and a method together, and so knows no 405.
    assert response.status == 404
    assert await response.json() == {"error": "Not Found"}
