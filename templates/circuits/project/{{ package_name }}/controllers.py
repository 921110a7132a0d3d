"""The pages of this application: a controller for each part of the address."""

from circuits.web import Controller, JSONController

from .templating import render


class Root(Controller):
    """The pages at the top: each method is one, and `index` is `/` itself."""

    # The parameters of the address are arguments. `others` takes those that are not
    # ours; without it, circuits would find that they do not fit.
    def index(self, **others: str) -> str:
        return render("index.html")


class Hello(Controller):
    """What stands under `/hello`: GET answers here, and nothing else."""

    channel = "/hello"

    def GET(self, name: str = "world", **others: str) -> str:
        return render("hello.html", message=f"Hello {name}!")


class Health(JSONController):
    channel = "/healthz"

    def GET(self, **others: str) -> dict[str, str]:
        # A JSONController turns it into JSON.
        return {"status": "ok"}
