"""The page for what goes wrong, in place of CherryPy's own, which tells its version."""

import cherrypy
from cherrypy._cprequest import Request

from .security import HEADERS
from .templating import environment


def error_page(status: str, message: str, traceback: str, version: str) -> str:
    headers = {**HEADERS, "Content-Type": "text/html;charset=utf-8"}
    cherrypy.response.headers.update(headers)
    template = environment.get_template("error.html")
    return template.render(status=status, message=message, traceback=traceback)


# Not in app.conf: a request without a Host header fails before CherryPy looks there,
# and would be shown a page with a traceback.
Request.error_page = {"default": error_page}
Request.show_tracebacks = False
