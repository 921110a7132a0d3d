import json

from .case import AppTestCase


class HelloTest(AppTestCase):
    def test_hello_greets_the_world(self) -> None:
        response = self.fetch("/hello")

        assert response.code == 200
        assert response.headers["Content-Type"] == "text/html; charset=UTF-8"
        assert b"<h1>Hello world!</h1>" in response.body

    def test_hello_greets_by_name(self) -> None:
        response = self.fetch("/hello?name=Ada")

        assert b"<h1>Hello Ada!</h1>" in response.body

    def test_hello_escapes_what_it_is_given(self) -> None:
        response = self.fetch("/hello?name=%3Cscript%3Ealert(1)%3C/script%3E")

        assert b"<script>" not in response.body
        assert b"&lt;script&gt;" in response.body

    def test_hello_with_a_slash_is_sent_to_hello(self) -> None:
        response = self.fetch("/hello/?name=Ada", follow_redirects=False)

        assert response.code == 301
        assert response.headers["Location"] == "/hello?name=Ada"

    def test_the_other_pages_answer(self) -> None:
        for path in ("/", "/hello/", "/static/style.css"):
            with self.subTest(path):
                assert self.fetch(path).code == 200

    def test_healthz_says_ok(self) -> None:
        assert json.loads(self.fetch("/healthz").body) == {"status": "ok"}

    def test_an_unknown_page_is_not_found(self) -> None:
        assert self.fetch("/no-such-page").code == 404

    def test_hello_takes_no_post(self) -> None:
        assert self.fetch("/hello", method="POST", body="").code == 405
