import os
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from .conftest import OPTIONS, ROOT, SETTINGS


def start(*options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Start a server that is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "app.py", *OPTIONS, *options],
        cwd=ROOT,
        env=os.environ | SETTINGS | settings,
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )


@pytest.mark.parametrize("path", ["/hello", "/healthz", "/no-such-path"])
def test_every_answer_has_the_security_headers(
    server: httpx2.Client, path: str
) -> None:
    headers = server.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("path", ["/hello", "/healthz", "/no-such-path", "/broken"])
def test_hsts_is_sent_by_https_alone(server: httpx2.Client, path: str) -> None:
    by_http = server.get(path)
    by_https = server.get(path, headers={"X-Forwarded-Proto": "https"})

    assert "Strict-Transport-Security" not in by_http.headers
    assert by_https.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("headers", [{}, {"X-Forwarded-Host": "127.0.0.1"}])
def test_another_host_name_is_refused(
    server: httpx2.Client, headers: dict[str, str]
) -> None:
    response = server.get("/hello", headers={"Host": "evil.example"} | headers)

    assert response.status_code == 400
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 413)])
def test_a_body_that_is_too_large_is_refused(
    server: httpx2.Client, more: int, status: int
) -> None:
    response = server.post("/length", content=bytes(1024 * 1024 + more))

    assert response.status_code == status
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_an_error_is_logged_and_not_told(server: httpx2.Client, log: Path) -> None:
    response = server.get("/broken")

    assert response.status_code == 500
    assert response.json() == {"error": "Internal server error"}
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "RuntimeError: a detail" in log.read_text()


@pytest.mark.parametrize("path", ["/docs", "/openapi.json"])
def test_production_does_not_describe_itself(server: httpx2.Client, path: str) -> None:
    assert server.get(path).status_code == 404


def test_it_does_not_start_without_its_secret() -> None:
    ended = start(SECRET_KEY="")

    assert ended.returncode == 1
    assert ended.stderr.startswith("SECRET_KEY is not set")


def test_a_mistake_in_the_settings_is_told_without_the_value() -> None:
    ended = start(PORT="a-secret")

    assert ended.returncode == 1
    assert ended.stderr == "PORT is not the number of a port.\n"
    assert "a-secret" not in ended.stdout


def test_it_does_not_start_on_a_port_in_use(server: httpx2.Client) -> None:
    ended = start("--port", str(server.base_url.port))

    assert ended.returncode == 1
    assert "is in use" in ended.stderr
