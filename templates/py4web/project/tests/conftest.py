import secrets
from collections.abc import Iterator

import httpx
import pytest


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    """py4web has no test client; HTTPX calls its WSGI application without a server."""
    with pytest.MonkeyPatch.context() as patch:
        # What the environment sets wins over .env.
        patch.setenv("SECRET_KEY", secrets.token_hex(64))
        patch.setenv("ALLOWED_HOSTS", "localhost")
        from py4web_wsgi import application

    transport = httpx.WSGITransport(application)
    with httpx.Client(transport=transport, base_url="http://localhost") as client:
        yield client
