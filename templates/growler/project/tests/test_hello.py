import httpx
import pytest


async def test_hello_greets_the_world(client: httpx.AsyncClient) -> None:
    response = await client.get("/hello")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<h1>Hello world!</h1>" in response.text


async def test_hello_greets_by_name(client: httpx.AsyncClient) -> None:
    response = await client.get("/hello", params={"name": "Ada"})

    assert "<h1>Hello Ada!</h1>" in response.text


async def test_hello_sends_the_whole_page_to_a_name_with_accents(
    client: httpx.AsyncClient,
) -> None:
    response = await client.get("/hello", params={"name": "Zoë Ångström 北京"})

    assert "<h1>Hello Zoë Ångström 北京!</h1>" in response.text
    assert response.text.endswith("</html>\n")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<script>alert(1)</script>", "Hello &lt;script&gt;alert(1)&lt;/script&gt;!"),
        ("\"' onload=x", "Hello &quot;&#x27; onload=x!"),
        ("{message.__class__}", "Hello {message.__class__}!"),
    ],
)
async def test_hello_escapes_what_it_is_given(
    client: httpx.AsyncClient, name: str, shown: str
) -> None:
    response = await client.get("/hello", params={"name": name})

    assert f"<h1>{shown}</h1>" in response.text


@pytest.mark.parametrize("path", ["/", "/hello/", "/static/style.css"])
async def test_the_other_pages_answer(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)

    assert response.status_code == 200


async def test_healthz_says_ok(client: httpx.AsyncClient) -> None:
    response = await client.get("/healthz")

    assert response.json() == {"status": "ok"}


async def test_an_unknown_page_is_not_found(client: httpx.AsyncClient) -> None:
    response = await client.get("/no-such-page")

    assert response.status_code == 404
    assert "<h1>Page not found</h1>" in response.text


async def test_hello_takes_no_post(client: httpx.AsyncClient) -> None:
    response = await client.post("/hello")

    # Growler looks for a route for POST at this address, and finds none.
    assert response.status_code == 404
