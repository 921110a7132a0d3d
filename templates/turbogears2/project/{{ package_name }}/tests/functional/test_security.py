import pytest
from tg import expose, request, session
from webtest import TestApp

from ...config.application import make_app
from ...controllers.root import RootController
from ...lib.security import BODY_BYTES
from .. import TestController, load_app


class TestSecurity(TestController):
    @pytest.mark.parametrize("path", ["/hello", "/no-such-page", "/css/style.css"])
    def test_every_answer_has_the_security_headers(self, path: str) -> None:
        headers = self.app.get(path, expect_errors=True).headers

        policy = headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "Access-Control-Allow-Origin" not in headers

    def test_hsts_is_sent_by_https_alone(self) -> None:
        by_http = self.app.get("/hello")
        by_https = self.app.get("/hello", extra_environ={"wsgi.url_scheme": "https"})

        assert "Strict-Transport-Security" not in by_http.headers
        assert by_https.headers["Strict-Transport-Security"] == "max-age=31536000"

    def test_another_host_name_is_refused(self) -> None:
        self.app.get("/hello", headers={"Host": "evil.example"}, status=400)

    def test_trace_is_refused(self) -> None:
        self.app.request("/hello", method="TRACE", status=405)

    @pytest.mark.parametrize("path", ["/%ff", "/hello?name=%ff"])
    def test_an_address_that_is_not_utf8_is_refused(self, path: str) -> None:
        self.app.get(path, status=400)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> TestApp:
    """The application, with three more pages."""

    @expose("json")
    def length(self: RootController) -> dict[str, int]:
        return {"length": len(request.body)}

    @expose("json")
    def broken(self: RootController) -> None:
        raise RuntimeError("a detail")

    @expose("json")
    def remember(self: RootController) -> dict[str, str]:
        session["name"] = "Ada"
        session.save()
        return {}

    for page in (length, broken, remember):
        monkeypatch.setattr(RootController, page.__name__, page, raising=False)
    return load_app()


def test_a_body_that_is_too_large_is_refused(app: TestApp) -> None:
    taken = app.post("/length", bytes(1024))
    refused = app.post("/length", bytes(BODY_BYTES + 1), status=413)

    assert taken.json == {"length": 1024}
    assert refused.headers["X-Content-Type-Options"] == "nosniff"


def test_an_error_is_not_told(app: TestApp) -> None:
    response = app.get("/broken", status=500, expect_errors=True)

    assert "a detail" not in response.text
    assert "Traceback" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src" in response.headers["Content-Security-Policy"]
    # But it goes to the log of the server.
    assert "a detail" in response.errors


@pytest.mark.parametrize("https", [False, True])
def test_the_session_is_a_careful_cookie(
    app: TestApp, monkeypatch: pytest.MonkeyPatch, https: bool
) -> None:
    monkeypatch.setenv("HTTPS", str(https))
    cookie = load_app().get("/remember").headers["Set-Cookie"].strip()

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("secure" in cookie.lower()) is https
    assert cookie.startswith("__Host-") is https


def test_a_forged_session_is_not_believed(app: TestApp) -> None:
    app.get("/remember")
    for name in app.cookies:
        app.set_cookie(name, "forged")

    with pytest.warns(match="Invalidating corrupt session"):
        app.get("/remember", status=200)


def test_it_does_not_start_without_its_secret() -> None:
    with pytest.raises(SystemExit, match="SECRET_KEY is not set"):
        make_app({}, **{"session.secret": ""})


def test_a_mistake_in_the_settings_is_told_without_the_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS", "a-secret")

    with pytest.raises(SystemExit, match="HTTPS is neither 1 nor 0") as stopped:
        make_app({}, **{"session.secret": "only for tests"})

    assert "a-secret" not in str(stopped.value)
