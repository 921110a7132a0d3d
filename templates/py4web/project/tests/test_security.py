import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest


@pytest.mark.parametrize(
    "path", ["/", "/hello", "/healthz", "/static/css/style.css", "/no-such-page"]
)
def test_every_answer_has_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_another_host_name_is_refused(client: httpx.Client, header: str) -> None:
    response = client.get("/hello", headers={header: "evil.example"})

    assert response.status_code == 400


def test_the_port_of_the_host_does_not_count(client: httpx.Client) -> None:
    response = client.get("/hello", headers={"Host": "LocalHost:8000"})

    assert response.status_code == 200


def test_it_does_not_start_without_its_secret() -> None:
    # py4web keeps its apps for the whole process: a new process begins without them.
    done = subprocess.run(
        [sys.executable, "-c", "import py4web_wsgi"],
        cwd=Path(__file__).parent.parent,
        env=os.environ | {"SECRET_KEY": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "SECRET_KEY is not set" in done.stderr
