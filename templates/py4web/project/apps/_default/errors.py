"""What is shown where there is no page to show."""

from py4web import response
from py4web.core import ERROR_PAGES, bottle, error_page

from .security import HEADERS
from .settings import APP_FOLDER

# "*" is for every error, and ERROR_PAGES is for all apps: set it in this one only.
ERROR_PAGES["*"] = (APP_FOLDER / "templates" / "error.html").read_text()


# No action runs for these, and so no fixture adds the headers.
@bottle.error(403)
@bottle.error(404)
@bottle.error(405)
def refused(error: bottle.HTTPError) -> str:
    response.headers.update(HEADERS)
    return error_page(error.status_code)
