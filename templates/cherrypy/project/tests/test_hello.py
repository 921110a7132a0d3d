from .case import Case


class HelloTest(Case):
    def test_hello_greets_the_world(self) -> None:
        self.getPage("/hello")

        self.assertStatus(200)
        self.assertHeader("Content-Type", "text/html;charset=utf-8")
        self.assertInBody("<h1>Hello world!</h1>")

    def test_hello_greets_by_name(self) -> None:
        for path in ("/hello?name=Ada", "/hello/Ada"):
            self.getPage(path)

            self.assertInBody("<h1>Hello Ada!</h1>")

    def test_hello_escapes_what_it_is_given(self) -> None:
        self.getPage("/hello?name=%3Cscript%3Ealert(1)%3C/script%3E")

        self.assertNotInBody("<script>")
        self.assertInBody("&lt;script&gt;")

    def test_the_other_pages_answer(self) -> None:
        for path in ("/", "/hello/", "/static/style.css"):
            self.getPage(path)

            self.assertStatus(200)

    def test_healthz_says_ok(self) -> None:
        self.getPage("/healthz")

        self.assertHeader("Content-Type", "application/json")
        self.assertBody('{"status": "ok"}')

    def test_an_unknown_page_is_not_found(self) -> None:
        self.getPage("/no-such-page")

        self.assertStatus(404)
        self.assertInBody("<h1>404 Not Found</h1>")

    def test_hello_takes_no_post(self) -> None:
        self.getPage("/hello", method="POST")

        self.assertStatus(405)
