from django.test import SimpleTestCase, override_settings


# These pages need no database: SimpleTestCase would complain if one did.
# The tests ask by http, whatever .env says.
@override_settings(SECURE_SSL_REDIRECT=False)
class ViewTests(SimpleTestCase):
    def test_hello_greets_the_world(self) -> None:
        response = self.client.get("/hello")

        self.assertContains(response, "<h1>Hello world!</h1>")
        self.assertTemplateUsed(response, "hello/hello.html")
        self.assertEqual(response.headers["Content-Type"], "text/html; charset=utf-8")

    def test_hello_greets_by_name(self) -> None:
        response = self.client.get("/hello", {"name": "Ada"})

        self.assertContains(response, "<h1>Hello Ada!</h1>")

    def test_hello_escapes_what_it_is_given(self) -> None:
        response = self.client.get("/hello", {"name": "<script>alert(1)</script>"})

        self.assertNotContains(response, "<script>")
        self.assertContains(response, "&lt;script&gt;")

    def test_hello_with_a_slash_leads_to_hello(self) -> None:
        response = self.client.get("/hello/", {"name": "Ada"})

        self.assertRedirects(response, "/hello?name=Ada")

    def test_index_leads_on(self) -> None:
        response = self.client.get("/")

        self.assertContains(response, 'href="/hello"')
        self.assertContains(response, 'href="https://docs.djangoproject.com/"')

    def test_healthz_says_ok(self) -> None:
        self.assertEqual(self.client.get("/healthz").json(), {"status": "ok"})

    def test_static_files_are_served(self) -> None:
        response = self.client.get("/static/hello/style.css")

        self.assertIn(b"color-scheme", response.getvalue())
        self.assertEqual(response.headers["Content-Type"], 'text/css; charset="utf-8"')

    def test_an_unknown_page_is_not_found(self) -> None:
        self.assertEqual(self.client.get("/no-such-page").status_code, 404)

    def test_hello_takes_no_post(self) -> None:
        self.assertEqual(self.client.post("/hello").status_code, 405)

    def test_a_post_without_a_token_is_refused(self) -> None:
        # The test client leaves the check against CSRF out unless told otherwise.
        client = self.client_class(enforce_csrf_checks=True)

        self.assertEqual(client.post("/hello").status_code, 403)
