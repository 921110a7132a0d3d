"""The application class. Other modules hang settings, paths and views on it."""

from collections.abc import Callable

from more.chameleon import ChameleonApp
from morepath import EXCVIEW, Request, Response

from .security import SecurityApp

Handler = Callable[[Request], Response]


class App(SecurityApp, ChameleonApp):
    """What the classes above bring, this one has: known hosts, templates (*.pt)."""


@App.template_directory()
def get_template_directory() -> str:
    return "templates"


# Over the tween that turns exceptions into pages.
@App.tween_factory(over=EXCVIEW)
def make_head_tween(app: App, handler: Handler) -> Handler:
    """Answer HEAD like GET; for Morepath it is a method that no view has."""

    def head_tween(request: Request) -> Response:
        if request.method != "HEAD":
            return handler(request)
        request.method = "GET"
        response = handler(request)
        # The body is left out on the way to the server.
        request.method = "HEAD"
        return response

    return head_tween
