import os

import pytest
from webtest import TestApp

os.environ |= {"SECRET_KEY": "only for tests", "ALLOWED_HOSTS": "localhost"}

# It reads these two.
from wsgihandler import application


@pytest.fixture
def client() -> TestApp:
    return TestApp(application, extra_environ={"HTTP_HOST": "localhost"})
