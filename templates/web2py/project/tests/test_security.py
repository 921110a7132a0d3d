import os
import subprocess
import sys
from pathlib import Path

from webtest import TestApp

PROJECT = Path(__file__).parent.parent


def test_every_page_has_the_security_headers(client: TestApp) -> None:
    headers = client.get("/hello").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in headers["Content-Security-Policy"]


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
