"""The page for what goes wrong, in place of Bottle's own."""

import bottle
from bottle import Bottle, HTTPError, template

from .security import add_headers


def show_error(error: HTTPError) -> str:
    # Bottle drops the headers of a page that failed.
    add_headers()
    return template("error.tpl", error=error, debug=bottle.DEBUG)


def install(app: Bottle) -> None:
    for status in (400, 403, 404, 405, 411, 413, 500):
        app.error(status, show_error)
