"""The pages of this app: actions, and for each the fixtures that it uses."""

from py4web import action, request

from .common import security


# The path "index" is also "/". A template comes first among the fixtures.
@action("index", method="GET")
@action.uses("index.html", security)
def index() -> dict[str, str]:
    return {}


@action("hello", method="GET")
@action.uses("hello.html", security)
def hello() -> dict[str, str]:
    name = request.query.get("name", "world")
    return {"message": f"Hello {name}!"}


@action("healthz", method="GET")
@action.uses(security)
def healthz() -> dict[str, str]:
    # Without a template, py4web turns a dict into JSON.
    return {"status": "ok"}
