from webtest import TestApp


def test_hello_greets_the_world(client: TestApp) -> None:
    response = client.get("/hello")

    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<h1>Hello world!</h1>" in response.text


def test_hello_greets_by_name(client: TestApp) -> None:
    response = client.get("/hello", {"name": "Ada"})

    assert "<h1>Hello Ada!</h1>" in response.text


def test_hello_escapes_what_it_is_given(client: TestApp) -> None:
    response = client.get("/hello", {"name": "<script>alert(1)</script>"})

    assert "<script>" not in response.text
    assert "&lt;script&gt;" in response.text


def test_hello_answers_with_a_slash_as_well(client: TestApp) -> None:
    assert "<h1>Hello world!</h1>" in client.get("/hello/").text


def test_hello_answers_head_like_get_without_the_page(client: TestApp) -> None:
    response = client.head("/hello")

    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.body == b""


def test_hello_takes_no_post(client: TestApp) -> None:
    # No route accepts it, and for Watson that is an unknown page.
    client.post("/hello", status=404)
