import runpy
from pathlib import Path

import pytest
from pycnic.core import WSGI, Handler
from werkzeug.test import Client

import config

GUNICORN = Path(__file__).parent.parent / "gunicorn.conf.py"


class Broken(Handler):
    def get(self) -> None:
        raise RuntimeError("a detail")


class Careless(Handler):
    def get(self) -> dict[str, str]:
        self.response.set_header("Referrer-Policy", "origin")
        return {}


class Length(Handler):
    def post(self) -> dict[str, int]:
        return {"length": len(self.request.body)}


@pytest.mark.parametrize("path", ["/hello", "/no-such-path"])
def test_every_answer_has_the_security_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers

    policy = headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("path", ["/hello", "/no-such-path"])
def test_hsts_is_sent_by_https_alone(client: Client, path: str) -> None:
    by_http = client.get(path)
    by_https = client.get(path, base_url="https://localhost")

    assert "Strict-Transport-Security" not in by_http.headers
    assert by_https.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_header_of_a_handler_counts(
    app: type[WSGI], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "routes", [("/", Careless())])

    assert Client(app).get("/").headers.getlist("Referrer-Policy") == ["origin"]


@pytest.mark.parametrize("host", ["localhost:8000", "LOCALHOST"])
def test_our_own_host_name_is_served(client: Client, host: str) -> None:
    assert client.get("/hello", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost:port", "[", ""])
def test_another_host_name_is_refused(client: Client, host: str) -> None:
    assert client.get("/hello", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("method", ["BEFORE", "REQUEST", "TRACE", "__REPR__"])
def test_a_method_that_is_none_is_refused(client: Client, method: str) -> None:
    assert client.open("/hello", method=method).status_code == 405


def test_a_body_that_is_too_large_is_refused(
    app: type[WSGI], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "routes", [("/", Length())])
    client = Client(app)
    largest = bytes(1024 * 1024)

    assert client.post("/", data=largest).json == {"length": len(largest)}
    assert client.post("/", data=largest + b"!").status_code == 413


def test_an_error_is_logged_and_not_told(
    app: type[WSGI], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(app, "routes", [("/", Broken())])
    monkeypatch.setattr(app, "debug", False)

    response = Client(app).get("/")

    assert response.status_code == 500
    assert response.json == {"error": "Internal server error encountered."}
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "RuntimeError: a detail" in caplog.text


def test_gunicorn_uses_no_threads() -> None:
    settings = runpy.run_path(str(GUNICORN))

    assert settings["worker_class"] == "sync"
    assert settings["threads"] == 1


def test_it_does_not_answer_under_threads(client: Client) -> None:
    response = client.get("/hello", multithread=True)

    assert response.status_code == 500
    assert "threads" in response.json["error"]


def test_it_does_not_start_without_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "SECRET_KEY", "")
    monkeypatch.setattr(config, "DEBUG", False)

    with pytest.raises(SystemExit, match="SECRET_KEY is not set"):
        config.require_secret()


@pytest.mark.parametrize(
    ("file", "name", "told"),
    [
        (config.__file__, "DEBUG", "DEBUG is neither 1 nor 0"),
        (GUNICORN, "PORT", "PORT is not a number"),
        (GUNICORN, "WEB_CONCURRENCY", "WEB_CONCURRENCY is not a number"),
    ],
)
def test_a_mistake_in_the_settings_is_told_without_the_value(
    monkeypatch: pytest.MonkeyPatch, file: str | Path, name: str, told: str
) -> None:
    monkeypatch.setenv(name, "a-secret")

    with pytest.raises(SystemExit, match=told) as stopped:
        runpy.run_path(str(file))

    assert "a-secret" not in str(stopped.value)
