import os
import runpy
import secrets
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

PROJECT = Path(__file__).parent.parent


def load_with_more_pages() -> None:
    """Load the app again, as py4web does after a change, with three more actions."""
    from py4web import action, request
    from py4web.core import Reloader

    Reloader.import_app("_default")
    session = Reloader.MODULES["_default"].common.session

    def broken() -> None:
        raise RuntimeError("a detail")

    def length() -> dict[str, int]:
        return {"length": len(request.body.read())}

    def remember() -> None:
        session["name"] = "Ada"

    for method, page in (("GET", broken), ("POST", length), ("GET", remember)):
        # py4web looks for actions in apps alone.
        page.__module__ = "apps._default.tests"
        action(page.__name__, method=method)(action.uses(session)(page))


@pytest.mark.parametrize(
    "path", ["/", "/hello", "/healthz", "/static/css/style.css", "/no-such-page"]
)
def test_every_answer_has_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers

    policy = headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("path", ["/hello", "/static/css/style.css"])
def test_hsts_is_sent_by_https_alone(client: httpx.Client, path: str) -> None:
    by_http = client.get(path)
    by_https = client.get(f"https://localhost{path}")

    assert "Strict-Transport-Security" not in by_http.headers
    assert by_https.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_another_host_name_is_refused(client: httpx.Client, header: str) -> None:
    response = client.get("/hello", headers={header: "evil.example"})

    assert response.status_code == 400


def test_the_port_of_the_host_does_not_count(client: httpx.Client) -> None:
    response = client.get("/hello", headers={"Host": "LocalHost:8000"})

    assert response.status_code == 200


def test_trace_is_refused(client: httpx.Client) -> None:
    assert client.request("TRACE", "/hello").status_code == 405


def test_a_body_that_is_too_large_is_refused(client: httpx.Client) -> None:
    load_with_more_pages()

    taken = client.post("/length", content=bytes(1024 * 1024))
    refused = client.post("/length", content=bytes(1024 * 1024 + 1))

    assert taken.json() == {"length": 1024 * 1024}
    assert refused.status_code == 413
    assert refused.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_an_error_is_not_told(
    client: httpx.Client, caplog: pytest.LogCaptureFixture, accept: str
) -> None:
    load_with_more_pages()

    response = client.get("/broken", headers={"Accept": accept})

    assert response.status_code == 500
    assert "a detail" not in response.text
    assert "Traceback" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src" in response.headers["Content-Security-Policy"]
    # But it is logged.
    assert "a detail" in caplog.text


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_an_error_outside_of_the_actions_is_not_told(
    client: httpx.Client, accept: str
) -> None:
    from py4web.core import bottle

    def fail() -> None:
        raise RuntimeError("a detail")

    bottle.default_app().add_hook("before_request", fail)
    try:
        response = client.get("/hello", headers={"Accept": accept})
    finally:
        bottle.default_app().remove_hook("before_request", fail)

    assert response.status_code == 500
    assert "a detail" not in response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize("https", [False, True])
def test_the_session_is_a_careful_cookie(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, https: bool
) -> None:
    monkeypatch.setenv("HTTPS", str(https))
    load_with_more_pages()

    site = "https://localhost" if https else "http://localhost"
    cookie = client.get(f"{site}/remember").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) is https
    assert cookie.startswith("__Host-") is https


def test_it_does_not_start_without_its_secret() -> None:
    done = python("import py4web_wsgi", SECRET_KEY="")

    assert done.returncode == 1
    assert "SECRET_KEY is not set" in done.stderr


def test_a_mistake_in_the_settings_is_told_without_the_value() -> None:
    done = python("import py4web_wsgi", HTTPS="a-secret")

    assert done.returncode == 1
    assert "HTTPS is neither 1 nor 0" in done.stderr
    assert "a-secret" not in done.stderr + done.stdout


@pytest.mark.parametrize("name", ["PORT", "WEB_CONCURRENCY"])
def test_a_mistake_in_gunicorns_settings_is_told_without_the_value(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "a-secret")

    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(PROJECT / "gunicorn.conf.py"))

    assert str(stopped.value) == f"{name} is not a number from 1 to 65535."


def python(program: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """py4web keeps its apps for the whole process: a new process begins without them."""
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env=os.environ | {"SECRET_KEY": secrets.token_hex(64)} | environ,
        capture_output=True,
        text=True,
        check=False,
    )
