import pytest
from aiohttp.test_utils import TestClient


async def test_hello_greets_the_world(client: TestClient) -> None:
    response = await client.get("/hello")

    assert response.status == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<h1>Hello world!</h1>" in await response.text()


async def test_hello_greets_by_name(client: TestClient) -> None:
    response = await client.get("/hello", params={"name": "Ada"})

    assert "<h1>Hello Ada!</h1>" in await response.text()


async def test_hello_escapes_what_it_is_given(client: TestClient) -> None:
    response = await client.get("/hello", params={"name": "<script>alert(1)</script>"})

    text = await response.text()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize("path", ["/", "/hello/", "/static/style.css"])
async def test_the_other_pages_answer(client: TestClient, path: str) -> None:
    response = await client.get(path)

    assert response.status == 200


async def test_healthz_says_ok(client: TestClient) -> None:
    response = await client.get("/healthz")

    assert await response.json() == {"status": "ok"}


async def test_an_unknown_page_is_not_found(client: TestClient) -> None:
    response = await client.get("/no-such-page")

    assert response.status == 404
    assert "<h1>Page not found</h1>" in await response.text()


async def test_hello_takes_no_post(client: TestClient) -> None:
    response = await client.post("/hello")

    assert response.status == 405
