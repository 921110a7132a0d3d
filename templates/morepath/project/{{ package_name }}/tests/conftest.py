import pytest
from webtest import TestApp as Client

from ..app import App
from ..run import wsgi_factory


class AppUnderTest(App):
    """The application with settings of its own."""


@AppUnderTest.setting_section(section="security")
def get_security_settings() -> dict[str, object]:
    return {"secret_key": "only for tests", "allowed_hosts": {"example.com"}}


@pytest.fixture
def client() -> Client:
    """The application as a browser sees it."""
    app = wsgi_factory(AppUnderTest)
    return Client(app, extra_environ={"HTTP_HOST": "example.com"})
