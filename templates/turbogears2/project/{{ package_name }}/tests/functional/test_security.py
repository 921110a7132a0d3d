import pytest

from ...config.application import make_app
from .. import TestController


class TestSecurity(TestController):
    @pytest.mark.parametrize("path", ["/hello", "/no-such-page", "/css/style.css"])
    def test_every_answer_has_the_security_headers(self, path: str) -> None:
        headers = self.app.get(path, expect_errors=True).headers

        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "default-src 'self'" in headers["Content-Security-Policy"]

    def test_another_host_name_is_refused(self) -> None:
        self.app.get("/hello", headers={"Host": "evil.example"}, status=400)

    @pytest.mark.parametrize("path", ["/%ff", "/hello?name=%ff"])
    def test_an_address_that_is_not_utf8_is_refused(self, path: str) -> None:
        self.app.get(path, status=400)


def test_it_does_not_start_without_its_secret() -> None:
    with pytest.raises(SystemExit, match="SECRET_KEY is not set"):
        make_app({}, **{"session.secret": ""})
