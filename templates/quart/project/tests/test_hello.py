import pytest
from quart.testing import QuartClient


async def test_hello_greets_the_world(client: QuartClient) -> None:
    response = await client.get("/hello")

    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    assert "<h1>Hello world!</h1>" in await response.get_data(as_text=True)


async def test_hello_greets_by_name(client: QuartClient) -> None:
    response = await client.get("/hello", query_string={"name": "Ada"})

    assert "<h1>Hello Ada!</h1>" in await response.get_data(as_text=True)


async def test_hello_escapes_what_it_is_given(
    client: QuartClient,
) -> None:
    name = "<script>alert(1)</script>"
    response = await client.get("/hello", query_string={"name": name})
    text = await response.get_data(as_text=True)

    assert "<script>" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize("path", ["/", "/hello/", "/static/style.css"])
async def test_the_other_pages_answer(client: QuartClient, path: str) -> None:
    response = await client.get(path)

    assert response.status_code == 200


async def test_healthz_says_ok(client: QuartClient) -> None:
    response = await client.get("/healthz")

    assert await response.get_json() == {"status": "ok"}


async def test_an_unknown_page_is_not_found(client: QuartClient) -> None:
    response = await client.get("/no-such-page")

    assert response.status_code == 404


async def test_hello_takes_no_post(client: QuartClient) -> None:
    response = await client.post("/hello")

    assert response.status_code == 405
