"""The tests: they ask the whole application, through WebTest."""

from pathlib import Path

from paste.deploy import loadapp
from webtest import TestApp

PROJECT = Path(__file__).parent.parent.parent


def load_app() -> TestApp:
    return TestApp(loadapp("config:test.ini", relative_to=str(PROJECT)))


class TestController:
    """The base of all tests that need the application: it is `self.app`."""

    def setup_method(self) -> None:
        self.app = load_app()
