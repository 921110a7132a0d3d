import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from gluon import main
from gluon.restricted import TicketStorage
from webtest import TestApp

from security import BODY_BYTES, guard

PROJECT = Path(__file__).parent.parent

Page = Callable[[dict[str, object]], str]


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Callable[[Page], None]:
    """Puts another function in the place of the page /hello."""
    controllers = main.run_controller_in

    def put(page: Page) -> None:
        def run(controller: str, function: str, names: dict[str, object]) -> object:
            if function == "hello":
                return page(names)
            return controllers(controller, function, names)

        monkeypatch.setattr(main, "run_controller_in", run)

    return put


@pytest.mark.parametrize("path", ["/hello", "/no-such-page", "{static}"])
def test_every_answer_has_the_security_headers(client: TestApp, path: str) -> None:
    # The address of a static file has the application's name in it.
    style_sheet = client.get("/").html.find(rel="stylesheet")["href"]
    response = client.get(path.format(static=style_sheet), expect_errors=True)

    headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "Access-Control-Allow-Origin" not in headers


def test_hsts_is_sent_by_https_alone(client: TestApp) -> None:
    by_http = client.get("/hello")
    by_https = client.get("/hello", extra_environ={"wsgi.url_scheme": "https"})

    assert "Strict-Transport-Security" not in by_http.headers
    assert by_https.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_body_that_is_too_large_is_refused(
    client: TestApp, put: Callable[[Page], None]
) -> None:
    put(lambda names: str(len(names["request"].body.read())))

    taken = client.post("/hello", bytes(BODY_BYTES))
    refused = client.post("/hello", bytes(BODY_BYTES + 1), status=413)

    assert taken.text == str(BODY_BYTES)
    assert refused.headers["X-Content-Type-Options"] == "nosniff"


def test_another_host_name_is_refused(client: TestApp) -> None:
    assert client.get("/hello", headers={"Host": "evil.example"}, status=400)
    assert client.get("/hello", headers={"Host": "localhost:8000"}, status=200)


def test_trace_is_refused(client: TestApp) -> None:
    client.request("/hello", method="TRACE", status=405)


def broken(*names: object) -> str:
    raise RuntimeError("a detail")


@pytest.mark.parametrize("name", ["run_controller_in", "run_models_in"])
def test_an_error_is_not_told(
    client: TestApp, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    notes = []
    monkeypatch.setattr(main, name, broken)

    def store(self: TicketStorage, request: object, name: str, note: dict) -> None:
        notes.append(note)

    # Instead of a ticket, a file in errors/.
    monkeypatch.setattr(TicketStorage, "store", store)

    response = client.get("/hello", status=500)

    assert "<h1>Something went wrong</h1>" in response.text
    assert "a detail" not in response.text
    assert "ticket" not in str(response)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src" in response.headers["Content-Security-Policy"]
    assert "a detail" in notes[0]["traceback"]


def test_no_cookie_is_sent_that_nobody_needs(client: TestApp) -> None:
    assert "Set-Cookie" not in client.get("/hello").headers


@pytest.mark.parametrize("https", [False, True])
def test_the_session_is_a_careful_cookie(
    put: Callable[[Page], None], https: bool
) -> None:
    def count(names: dict[str, object]) -> str:
        session = names["session"]
        session.visits = (session.visits or 0) + 1
        return str(session.visits)

    put(count)
    environ = {"HTTP_HOST": "localhost"}
    if https:
        environ["wsgi.url_scheme"] = "https"
    client = TestApp(guard(main.wsgibase, https), extra_environ=environ)

    cookie = client.get("/hello").headers["Set-Cookie"].strip()

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) is https
    assert cookie.startswith("__Host-") is https
    # And the visitor is known by it.
    sent = cookie.partition(";")[0]
    assert client.get("/hello", headers={"Cookie": sent}).text == "2"


def test_it_does_not_start_without_its_secret() -> None:
    done = start(SECRET_KEY="")

    assert done.returncode != 0
    assert done.stderr.startswith("SECRET_KEY is not set")


def test_a_mistake_in_the_settings_is_told_without_the_value() -> None:
    done = start(HTTPS="a-secret")

    assert done.returncode != 0
    assert done.stderr == "HTTPS is neither 1 nor 0.\n"


@pytest.mark.parametrize("name", ["PORT", "WEB_CONCURRENCY"])
def test_a_mistake_in_gunicorns_settings_is_told_without_the_value(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "a-secret")

    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(PROJECT / "gunicorn.conf.py"))

    assert str(stopped.value) == f"{name} is not a number from 1 to 65535."


def start(**environ: str) -> subprocess.CompletedProcess[str]:
    """Load what the production server loads, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "import wsgihandler"],
        cwd=PROJECT,
        env=os.environ | environ,
        capture_output=True,
        text=True,
        check=False,
    )
