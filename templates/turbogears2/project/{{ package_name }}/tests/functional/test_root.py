import pytest

from .. import TestController


class TestRootController(TestController):
    def test_hello_greets_the_world(self) -> None:
        response = self.app.get("/hello")

        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "<h1>Hello world!</h1>" in response

    def test_hello_greets_by_name(self) -> None:
        response = self.app.get("/hello", {"name": "Ada"})

        assert "<h1>Hello Ada!</h1>" in response

    def test_hello_escapes_what_it_is_given(self) -> None:
        response = self.app.get("/hello", {"name": "<script>alert(1)</script>"})

        assert "<script>" not in response.text
        assert "&lt;script&gt;" in response.text

    @pytest.mark.parametrize("path", ["/", "/hello/", "/css/style.css"])
    def test_the_other_pages_answer(self, path: str) -> None:
        self.app.get(path, status=200)

    def test_healthz_says_ok(self) -> None:
        assert self.app.get("/healthz").json == {"status": "ok"}

    @pytest.mark.parametrize(
        "path", ["/no-such-page", "/no-such-page?self=1", "/error/document"]
    )
    def test_an_unknown_page_is_not_found(self, path: str) -> None:
        response = self.app.get(path, status=404)

        assert "<h1>Error 404</h1>" in response

    def test_hello_takes_no_post(self) -> None:
        self.app.post("/hello", status=405)
