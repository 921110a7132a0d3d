import runpy
from pathlib import Path

import pytest
from pycnic.core import WSGI, Handler
from werkzeug.test import Client

import config


class Broken(Handler):
    def get(self) -> None:
        raise RuntimeError("a detail")


@pytest.mark.parametrize("path", ["/hello", "/no-such-path"])
def test_every_answer_has_the_security_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["localhost:8000", "LOCALHOST"])
def test_our_own_host_name_is_served(client: Client, host: str) -> None:
    assert client.get("/hello", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost:port", "[", ""])
def test_another_host_name_is_refused(client: Client, host: str) -> None:
    assert client.get("/hello", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("method", ["BEFORE", "REQUEST", "__REPR__"])
def test_a_method_that_is_none_is_refused(client: Client, method: str) -> None:
    assert client.open("/hello", method=method).status_code == 405


def test_a_body_that_is_too_large_is_refused(client: Client) -> None:
    body = b" " * (config.MAX_BODY_BYTES + 1)

    assert client.post("/hello", data=body).status_code == 413


def test_an_error_is_logged_and_not_told(
    app: type[WSGI], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(app, "routes", [("/", Broken())])
    monkeypatch.setattr(app, "debug", False)

    response = Client(app).get("/")

    assert response.status_code == 500
    assert response.json == {"error": "Internal server error encountered."}
    assert "RuntimeError: a detail" in caplog.text


def test_gunicorn_uses_no_threads() -> None:
    settings = runpy.run_path(str(Path(__file__).parent.parent / "gunicorn.conf.py"))

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
