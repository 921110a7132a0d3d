"""The pages. An address is a way through these classes: `/hello` is `Root.hello`."""

from pathlib import Path

from web.app.static import static
from web.core.context import Context
from web.dispatch.resource import Resource

STATIC = Path(__file__).parent / "static"

# The name of a template, and the values for it.
Page = tuple[str, dict[str, object]]


class Hello(Resource):
    """A resource has a method for each HTTP method that it answers; others are 405."""

    def get(self, name: str = "world") -> Page:
        # What stands in the query string, or after /hello/, comes as arguments.
        return "mako:hello.html", {"message": f"Hello {name}!"}

    # HEAD is answered like GET; the body is left out on the way.
    head = get


class Root:
    """What begins at `/`. Names that begin with `_` are not reachable."""

    hello = Hello
    # far: the types that browsers may keep for a year. None, while you work on them.
    static = static(STATIC, far=())

    def __init__(self, context: Context) -> None:
        # The context holds the request and the response of the moment.
        self._ctx = context

    def __call__(self) -> Page:
        return "mako:index.html", {}

    def healthz(self) -> dict[str, str]:
        return {"status": "ok"}
