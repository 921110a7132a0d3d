"""The pages for what went wrong."""

import logging
import traceback

from growler.http import HTTPRequest, HTTPResponse

log = logging.getLogger(__name__)


def not_found(req: HTTPRequest, res: HTTPResponse) -> None:
    """Answers where no middleware and no route did."""
    res.status_code = 404
    res.render(
        "error", {"title": "Page not found", "text": "Nothing is at this address."}
    )


def server_error(req: HTTPRequest, res: HTTPResponse, error: Exception) -> None:
    """Answers where a handler raised an exception."""
    log.error("Error in the answer to %s", req.path, exc_info=error)
    if res.has_ended:
        return
    if req.app.enabled("show_errors"):
        res.send_text("".join(traceback.format_exception(error)), 500)
        return
    res.status_code = 500
    res.render(
        "error",
        {"title": "Something went wrong", "text": "The error is in the server's log."},
    )
