from django.test import SimpleTestCase, override_settings
from ninja.testing import TestClient

from hello.api import router


class RouterTests(SimpleTestCase):
    """Ninja's own client calls the operations directly, without Django's middleware."""

    def setUp(self) -> None:
        self.api = TestClient(router)

    def test_hello_greets_the_world(self) -> None:
        response = self.api.get("/hello")

        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.json(), {"message": "Hello world!"})

    def test_hello_greets_by_name(self) -> None:
        response = self.api.get("/hello?name=Ada")

        self.assertEqual(response.json(), {"message": "Hello Ada!"})

    def test_hello_gives_back_what_it_is_given_as_text(self) -> None:
        response = self.api.get("/hello?name=<script>alert(1)</script>")

        self.assertEqual(
            response.json(), {"message": "Hello <script>alert(1)</script>!"}
        )

    def test_healthz_says_ok(self) -> None:
        self.assertEqual(self.api.get("/healthz").json(), {"status": "ok"})


# Django's client asks the whole project. By http, whatever .env says.
@override_settings(SECURE_SSL_REDIRECT=False)
class ProjectTests(SimpleTestCase):
    def test_answers_are_json(self) -> None:
        for path in ("/", "/hello", "/hello/", "/healthz"):
            with self.subTest(path):
                response = self.client.get(path)

                self.assertEqual(response.status_code, 200)
                self.assertTrue(
                    response.headers["Content-Type"].startswith("application/json")
                )

    def test_index_leads_on(self) -> None:
        links = self.client.get("/").json()

        self.assertEqual(self.client.get(links["hello"]).status_code, 200)

    def test_an_unknown_path_is_not_found(self) -> None:
        response = self.client.get("/no-such-path")

        self.assertEqual(response.status_code, 404)
        self.assertEqual(response.json(), {"detail": "Not Found"})

    def test_hello_takes_no_post(self) -> None:
        self.assertEqual(self.client.post("/hello").status_code, 405)

    def test_hello_answers_head(self) -> None:
        self.assertEqual(self.client.head("/hello").status_code, 200)

    def test_the_files_of_the_documentation_come_from_here(self) -> None:
        response = self.client.get("/static/ninja/swagger-ui.css")

        self.assertIn(b".swagger-ui", response.getvalue())
        self.assertEqual(response.headers["Content-Type"], 'text/css; charset="utf-8"')

    def test_production_does_not_describe_itself(self) -> None:
        for path in ("/docs", "/openapi.json"):
            with self.subTest(path):
                self.assertEqual(self.client.get(path).status_code, 404)
