"""What is shown where there is no page to show."""

from py4web.core import ERROR_PAGES, bottle, error_page

from .settings import APP_FOLDER

# "*" is for every error, and ERROR_PAGES is for all apps: set it in this one only.
ERROR_PAGES["*"] = (APP_FOLDER / "templates" / "error.html").read_text()


# Where no action is to answer. Left to itself, ombott (which is below py4web) repeats the
# address, and shows the traceback to whoever asks for JSON.
@bottle.error(400)
@bottle.error(403)
@bottle.error(404)
@bottle.error(405)
@bottle.error(413)
@bottle.error(500)
def refused(error: bottle.HTTPError) -> str:
    return error_page(error.status_code)
