import pytest
from morepath import Request
from webtest import TestApp as Client

from ..app import App
from ..model import Greeting
from ..run import DevelopmentApp, wsgi_factory
from .conftest import AppUnderTest, get_security_settings, make_client


class AppWithoutSecret(App):
    pass


@AppWithoutSecret.setting(section="security", name="secret_key")
def get_secret_key() -> str:
    return ""


class AppInDevelopment(DevelopmentApp):
    """What `run` serves, with the other settings of the tests."""


AppInDevelopment.setting_section(section="security")(get_security_settings)


class Upload:
    pass


class AppWithUpload(AppUnderTest):
    """The application with a view that reads the body."""


@AppWithUpload.path(model=Upload, path="/upload")
def get_upload() -> Upload:
    return Upload()


@AppWithUpload.view(model=Upload, request_method="POST")
def view_length(self: Upload, request: Request) -> str:
    return str(len(request.body))


@pytest.fixture
def broken_hello(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Greeting) -> str:
        raise RuntimeError("a detail")

    monkeypatch.setattr(Greeting, "message", property(fail))


@pytest.mark.parametrize("path", ["/hello", "/no-such-page", "/static/style.css"])
def test_every_answer_has_the_security_headers(client: Client, path: str) -> None:
    headers = client.get(path, expect_errors=True).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("path", ["/hello", "/no-such-page", "/static/style.css"])
def test_hsts_is_sent_by_https_alone(client: Client, path: str) -> None:
    by_http = client.get(path, expect_errors=True).headers
    https = {"wsgi.url_scheme": "https"}
    by_https = client.get(path, extra_environ=https, expect_errors=True).headers

    assert "Strict-Transport-Security" not in by_http
    assert by_https["Strict-Transport-Security"] == "max-age=31536000"


def test_another_host_name_is_refused(client: Client) -> None:
    client.get("/hello", headers={"Host": "evil.example"}, status=400)


def test_trace_is_refused(client: Client) -> None:
    host = {"Host": "example.com"}
    client.request("/hello", method="TRACE", headers=host, status=405)


def test_a_body_that_is_too_large_is_refused() -> None:
    client = make_client(AppWithUpload)

    assert client.post("/upload", b"a body").text == "6"
    client.post("/upload", bytes(1024 * 1024 + 1), status=413)


@pytest.mark.usefixtures("broken_hello")
def test_an_error_is_logged_and_not_told(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    response = client.get("/hello", status=500)

    assert "a detail" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "RuntimeError: a detail" in caplog.text


@pytest.mark.usefixtures("broken_hello")
def test_in_development_the_debugger_gets_the_error() -> None:
    client = make_client(AppInDevelopment)

    with pytest.raises(RuntimeError, match="a detail"):
        client.get("/hello")


@pytest.mark.parametrize("path", ["/%ff", "/hello?name=%ff"])
def test_an_address_that_is_not_utf8_is_refused(client: Client, path: str) -> None:
    client.get(path, status=400)


@pytest.mark.parametrize("path", ["/static/../path.py", "/static//etc/passwd"])
def test_nothing_outside_the_static_folder_is_sent(client: Client, path: str) -> None:
    client.get(path, status=404)


def test_it_does_not_start_without_its_secret() -> None:
    with pytest.raises(SystemExit, match="SECRET_KEY is not set"):
        wsgi_factory(AppWithoutSecret)
