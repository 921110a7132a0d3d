"""The handlers: a class for each path, with a method for each HTTP method.

All requests share one object of each class, so keep nothing of a request on `self`.
`self.request` and `self.response` are Pycnic's: they hold while a method runs.
"""

from pycnic.core import Handler

DOCUMENTATION = "https://github.com/nullism/pycnic/tree/master/docs/source"


class Index(Handler):
    """Shows where to go."""

    def get(self) -> dict[str, str]:
        return {
            "message": "It works: this is a Pycnic application.",
            "hello": "/hello",
            "documentation": DOCUMENTATION,
        }


class Hello(Handler):
    """Greets somebody."""

    def get(self) -> dict[str, str]:
        name = self.request.args.get("name", "world")
        # Pycnic turns a dict into JSON, and escapes what has to be escaped.
        return {"message": f"Hello {name}!"}


class Health(Handler):
    """Tells whether the application is up."""

    def get(self) -> dict[str, str]:
        return {"status": "ok"}
