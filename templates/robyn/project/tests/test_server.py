import httpx2
import pytest


@pytest.mark.parametrize("path", ["/", "/hello", "/hello/", "/healthz"])
def test_every_path_answers_with_json(server: httpx2.Client, path: str) -> None:
    response = server.get(path)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"}', "a\0b\r\n", "50%25 + 1", "Zoë"]
)
def test_hello_escapes_what_it_is_given(server: httpx2.Client, name: str) -> None:
    response = server.get("/hello", params={"name": name})

    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == {"message": f"Hello {name}!"}


def test_hello_takes_bytes_that_are_no_text(server: httpx2.Client) -> None:
    assert server.get("/hello?name=%ff").json() == {"message": "Hello \ufffd!"}


def test_static_files_are_sent(server: httpx2.Client) -> None:
    response = server.get("/static/style.css")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize("path", ["/no-such-path", "/static/", "/static/no-such-file"])
def test_an_unknown_path_is_not_found(server: httpx2.Client, path: str) -> None:
    response = server.get(path)

    assert response.status_code == 404
    assert response.json() == {"error": "Not found"}


def test_hello_takes_no_post(server: httpx2.Client) -> None:
    # Robyn says 404, not 405, where a path has no function for the method.
    response = server.post("/hello")

    assert response.status_code == 404
    assert response.json() == {"error": "Not found"}
