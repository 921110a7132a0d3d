import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from robyn.testing import TestClient

import config
from app import app

ROOT = Path(__file__).parent.parent
SETTINGS = {"SECRET_KEY": "only for tests", "ALLOWED_HOSTS": "127.0.0.1"}
OPTIONS = ["--host", "127.0.0.1", "--disable-openapi", "--log-level", "WARN"]


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Robyn's own client: calls the application's functions, without a server."""
    # It sends no name of a host.
    monkeypatch.setattr(config, "ALLOWED_HOSTS", [""])
    with TestClient(app) as client:
        yield client


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server says."""
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="session")
def server(log: Path) -> Iterator[httpx2.Client]:
    """A client of a real server, for what only the server adds to an answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.serve", *OPTIONS, "--port", str(port)],
            cwd=ROOT,
            env=os.environ | SETTINGS,
            stdout=output,
            stderr=output,
        )
    try:
        wait_for(port)
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}") as client:
            yield client
    finally:
        process.terminate()
        assert process.wait(timeout=10) == 0


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("The server did not start.")
