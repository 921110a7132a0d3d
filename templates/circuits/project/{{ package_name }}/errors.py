"""The pages for what went wrong, and the log of it."""

import logging
import os
import re
from http import HTTPStatus
from pathlib import Path

import circuits
from circuits import BaseComponent, Event, handler
from circuits.web import events
from circuits.web.errors import httperror
from circuits.web.wrappers import Request, Response

from .templating import render

# Where circuits is, and the library of Python.
NOT_OURS = (str(Path(circuits.__file__).parent), str(Path(os.__file__).parent))

log = logging.getLogger(__name__)


class Errors(BaseComponent):
    channel = "web"

    @handler("httperror", priority=1)
    def _on_httperror(
        self, event: httperror, request: Request, response: Response, *_, **__
    ) -> None:
        # circuits reports an exception twice, and would send two answers.
        if getattr(response, "has_failed", False):
            event.stop()
            return
        response.has_failed = True

        if event.error is not None and is_their_fault(event):
            response.status = 400
            log.warning("%r does not fit: %s", request, event.error[1])
        elif event.error is not None:
            # circuits would not tell anybody.
            log.error("Error in the answer to %r\n%s", request, event.traceback)
            if request.print_debug:
                # The page of circuits, with the traceback.
                return

        status = int(response.status)
        if status >= 400:
            event.stop()
            event.sanitize()
            response.headers["Content-Type"] = "text/html; charset=utf-8"
            text = "We cannot answer this."
            if status == 500:
                text = "This did not work, and the server's log says why."
            heading = HTTPStatus(status).phrase
            response.body = render("error.html", heading=heading, text=text)
            self.fire(events.response(response))

    @handler("request_success", priority=1)
    def _on_request_success(self, event: Event, request: Event, _: object) -> None:
        # What a page returns, as in `return self.notfound()`, goes the same way.
        if isinstance(request.value.value, httperror):
            event.stop()
            self.fire(request.value.value)


def is_their_fault(error: httperror) -> bool:
    """Whether circuits failed before it came to us, because of what it was sent.

    That may be a parameter that a page does not take, a Content-Length that is no
    number, a form that is not UTF-8 ...; circuits calls all of it a server error.
    """
    if issubclass(error.error[0], OSError):
        return False
    files = re.findall(r'^ +File "(.+)", line', error.traceback, re.MULTILINE)
    return all(file.startswith(NOT_OURS) for file in files)
