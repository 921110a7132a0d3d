from types import ModuleType

import hug
import pytest


def test_hello_greets_the_world(api: ModuleType) -> None:
    response = hug.test.get(api, "/hello")

    assert response.status == hug.HTTP_200
    assert response.content_type == "application/json; charset=utf-8"
    # hug.test has parsed the JSON.
    assert response.data == {"message": "Hello world!"}


def test_hello_greets_by_name(api: ModuleType) -> None:
    response = hug.test.get(api, "/hello", params={"name": "Ada"})

    assert response.data == {"message": "Hello Ada!"}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("%22%7D%3Cscript%3E", '"}<script>'),
        ("a%00b%0D%0A", "a\0b\r\n"),
        ("%ff%fe", "\ufffd\ufffd"),
        ("Lovelace%2C+Ada", "Lovelace, Ada"),
    ],
)
def test_hello_escapes_what_it_is_given(api: ModuleType, query: str, name: str) -> None:
    response = hug.test.get(api, "/hello", query_string=f"name={query}")

    assert response.content_type == "application/json; charset=utf-8"
    assert response.data == {"message": f"Hello {name}!"}


def test_hello_takes_one_name(api: ModuleType) -> None:
    response = hug.test.get(api, "/hello", query_string="name=Ada&name=Grace")

    assert response.status == hug.HTTP_400
    assert response.data == {"errors": {"name": "Invalid text value provided"}}


def test_index_shows_where_to_go(api: ModuleType) -> None:
    assert hug.test.get(api, "/").data["hello"] == "/hello"


@pytest.mark.parametrize("path", ["/hello/", "/static/style.css"])
def test_the_other_paths_answer(api: ModuleType, path: str) -> None:
    assert hug.test.get(api, path).status == hug.HTTP_200


def test_healthz_says_ok(api: ModuleType) -> None:
    assert hug.test.get(api, "/healthz").data == {"status": "ok"}


def test_hug_documents_the_api(api: ModuleType) -> None:
    documentation = hug.API(api).http.documentation()

    assert documentation["handlers"]["/hello"]["GET"]["usage"] == "Greet somebody."


@pytest.mark.parametrize("path", ["/no-such-path", "/static/", "/static/none.css"])
def test_an_unknown_path_is_not_found(api: ModuleType, path: str) -> None:
    response = hug.test.get(api, path)

    assert response.status == hug.HTTP_404
    assert response.data == {"errors": {"404 Not Found": None}}


def test_hello_takes_no_post(api: ModuleType) -> None:
    response = hug.test.post(api, "/hello")

    assert response.status == hug.HTTP_405
    assert response.data == {"errors": {"405 Method Not Allowed": None}}
