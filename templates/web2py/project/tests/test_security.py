import os
import subprocess
import sys
from pathlib import Path

import pytest
from webtest import TestApp

from security import BODY_BYTES

PROJECT = Path(__file__).parent.parent


@pytest.mark.parametrize("path", ["/hello", "/no-such-page", "{static}"])
def test_every_answer_has_the_security_headers(client: TestApp, path: str) -> None:
    # The address of a static file has the application's name in it.
    style_sheet = client.get("/").html.find(rel="stylesheet")["href"]
    response = client.get(path.format(static=style_sheet), expect_errors=True)

    headers = response.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in headers["Content-Security-Policy"]


def test_a_body_that_is_too_large_is_refused(client: TestApp) -> None:
    response = client.post("/hello", bytes(BODY_BYTES + 1), status=413)

    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_another_host_name_is_refused(client: TestApp) -> None:
    assert client.get("/hello", headers={"Host": "evil.example"}, status=400)
    assert client.get("/hello", headers={"Host": "localhost:8000"}, status=200)


def test_no_cookie_is_sent_that_nobody_needs(client: TestApp) -> None:
    assert "Set-Cookie" not in client.get("/hello").headers


def test_it_does_not_start_without_its_secret() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import wsgihandler"],
        cwd=PROJECT,
        env=os.environ | {"SECRET_KEY": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert done.stderr.startswith("SECRET_KEY is not set")
