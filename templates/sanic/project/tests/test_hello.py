import pytest
from sanic_testing.testing import SanicASGITestClient


async def test_hello_greets_the_world(client: SanicASGITestClient) -> None:
    # The client gives the request, as the application saw it, and the response.
    _, response = await client.get("/hello")

    assert response.status == 200
    assert response.content_type == "application/json"
    assert response.json == {"message": "Hello world!"}


async def test_hello_greets_by_name(client: SanicASGITestClient) -> None:
    _, response = await client.get("/hello", params={"name": "Ada"})

    assert response.json == {"message": "Hello Ada!"}


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"}', "a\0b\r\n"])
async def test_hello_escapes_what_it_is_given(
    client: SanicASGITestClient, name: str
) -> None:
    _, response = await client.get("/hello", params={"name": name})

    assert response.content_type == "application/json"
    assert response.json == {"message": f"Hello {name}!"}


async def test_index_shows_where_to_go(client: SanicASGITestClient) -> None:
    _, response = await client.get("/")

    assert response.status == 200
    assert response.json["hello"] == "/hello"


@pytest.mark.parametrize("path", ["/hello/", "/static/style.css"])
async def test_the_other_paths_answer(client: SanicASGITestClient, path: str) -> None:
    _, response = await client.get(path)

    assert response.status == 200


async def test_healthz_says_ok(client: SanicASGITestClient) -> None:
    _, response = await client.get("/healthz")

    assert response.json == {"status": "ok"}


@pytest.mark.parametrize("path", ["/no-such-path", "/static/", "/static/no-such-file"])
async def test_an_unknown_path_is_not_found(
    client: SanicASGITestClient, path: str
) -> None:
    _, response = await client.get(path)

    assert response.status == 404
    assert response.json["description"] == "Not Found"


async def test_hello_takes_no_post(client: SanicASGITestClient) -> None:
    _, response = await client.post("/hello")

    assert response.status == 405
