"""The pages of this application: one class for each, one method for each verb."""

import tornado

from .base import BaseHandler


class IndexHandler(BaseHandler):
    def get(self) -> None:
        self.render("index.html")


class HelloHandler(BaseHandler):
    @tornado.web.removeslash
    def get(self) -> None:
        name = self.get_query_argument("name", "world")
        self.render("hello.html", message=f"Hello {name}!")


class HealthHandler(BaseHandler):
    def get(self) -> None:
        # Tornado turns a dict into JSON.
        self.write({"status": "ok"})
