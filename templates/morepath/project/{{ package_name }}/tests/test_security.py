import pytest
from webtest import TestApp as Client

from ..app import App
from ..run import wsgi_factory


class AppWithoutSecret(App):
    pass


@AppWithoutSecret.setting(section="security", name="secret_key")
def get_secret_key() -> str:
    return ""


@pytest.mark.parametrize("path", ["/hello", "/no-such-page", "/static/style.css"])
def test_every_answer_has_the_security_headers(client: Client, path: str) -> None:
    headers = client.get(path, expect_errors=True).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in headers["Content-Security-Policy"]


def test_another_host_name_is_refused(client: Client) -> None:
    client.get("/hello", headers={"Host": "evil.example"}, status=400)


@pytest.mark.parametrize("path", ["/%ff", "/hello?name=%ff"])
def test_an_address_that_is_not_utf8_is_refused(client: Client, path: str) -> None:
    client.get(path, status=400)


@pytest.mark.parametrize("path", ["/static/../path.py", "/static//etc/passwd"])
def test_nothing_outside_the_static_folder_is_sent(client: Client, path: str) -> None:
    client.get(path, status=404)


def test_it_does_not_start_without_its_secret() -> None:
    with pytest.raises(SystemExit, match="SECRET_KEY is not set"):
        wsgi_factory(AppWithoutSecret)
