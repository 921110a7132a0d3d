import pytest
from webtest import TestApp as Client

from ..app import App
from ..run import wsgi_factory


class AppUnderTest(App):
    """The application with settings of its own."""


@AppUnderTest.setting_section(section="security")
def get_security_settings() -> dict[str, object]:
    return {"secret_key": "only for tests", "allowed_hosts": {"example.com"}}


def make_client(app_class: type[App]) -> Client:
    """The application as a browser sees it."""
    app = wsgi_factory(app_class)
    return Client(app, extra_environ={"HTTP_HOST": "example.com"})


@pytest.fixture
def client() -> Client:
    return make_client(AppUnderTest)
