import importlib

import pytest
from pycnic.core import WSGI
from werkzeug.test import Client

import config


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> type[WSGI]:
    monkeypatch.setattr(config, "SECRET_KEY", "only for tests")
    monkeypatch.setattr(config, "ALLOWED_HOSTS", {"localhost"})
    # Only now: without a secret, main would end at once.
    return importlib.import_module("main").app


@pytest.fixture
def client(app: type[WSGI]) -> Client:
    return Client(app)
