"""The pages of this application, made of Widgets, and the addresses of its Views."""

import logging
import sys

from reahl.component.modelinterface import ExposedNames, Field
from reahl.web.bootstrap.page import HTML5Page
from reahl.web.bootstrap.ui import A, Div, H, Li, P, Ul
from reahl.web.fw import (
    Bookmark,
    Resource,
    Url,
    UrlBoundView,
    UserInterface,
    View,
    Widget,
)
from reahl.web.ui import HTMLElement, Slot
from webob import Request, Response

from .security import nonce

DOCUMENTATION = "https://www.reahl.org/docs/current/index.d.html"


class HelloPage(HTML5Page):
    """The frame of every page. A Slot is a place that each View fills."""

    def __init__(self, view: View):
        super().__init__(view)
        self.set_attribute("lang", "en")
        # The script that HTML5Page begins with; security.py says why.
        self.children[0].set_attribute("nonce", nonce())
        main = self.body.add_child(HTMLElement(view, "main", children_allowed=True))
        main.add_child(Slot(view, name="main"))


class ErrorPage(HelloPage):
    """Where Reahl leads visitors after an error, in production."""

    def __init__(self, view: View):
        super().__init__(view)
        self.body.add_child(H(view, 1, text="Something went wrong"))

    @classmethod
    def get_widget_bookmark_for_error(
        cls, error_message: str, error_source_bookmark: Bookmark | None
    ) -> Bookmark:
        # Reahl's own puts the text of the error into the address, and logs only some.
        logging.getLogger(__name__).error(error_message, exc_info=sys.exception())
        return Bookmark.for_widget("")


class Welcome(Widget):
    def __init__(self, view: View, hello: Bookmark):
        super().__init__(view)
        self.add_child(H(view, 1, text="It works"))
        self.add_child(P(view, text="This is a Reahl application."))
        links = self.add_child(Ul(view))
        links.add_child(Li(view)).add_child(A.from_bookmark(view, hello))
        documentation = A(view, Url(DOCUMENTATION), "Read Reahl's documentation")
        links.add_child(Li(view)).add_child(documentation)


class Greeting(Div):
    # What stands behind the question mark of the address: /hello?name=Ada
    query_fields = ExposedNames()
    query_fields.name = lambda i: Field(default="world")

    def __init__(self, view: View, home: Bookmark):
        # A Widget with query_fields must have an id.
        super().__init__(view, css_id="greeting")
        # Text is escaped for HTML.
        self.add_child(H(view, 1, text=f"Hello {self.name}!"))
        self.add_child(P(view)).add_child(A.from_bookmark(view, home))


class Health(Resource):
    """An answer that is no page. Its methods say what it can be asked: handle_get."""

    def handle_get(self, request: Request) -> Response:
        return Response(json_body={"status": "ok"})


class HealthView(UrlBoundView):
    def as_resource(self, page: HTML5Page) -> Resource:
        return Health(self)


class HelloUI(UserInterface):
    """Says which View is where, and which Widgets fill its Slots."""

    def assemble(self) -> None:
        self.define_page(HelloPage)
        self.define_error_view(ErrorPage.factory())
        home = self.define_view("/", title="Welcome")
        # Reahl takes addresses as they are: with and without a slash are two.
        hello = self.define_view("/hello", title="Hello")
        hello_slash = self.define_view("/hello/", title="Hello")
        self.define_view("/healthz", view_class=HealthView)

        home.set_slot("main", Welcome.factory(hello.as_bookmark(self, "Say hello")))
        for view in (hello, hello_slash):
            view.set_slot("main", Greeting.factory(home.as_bookmark(self, "Back")))
