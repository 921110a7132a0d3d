"""What a request passes through on its way to a handler."""

import html
import logging
from functools import cache
from pathlib import Path

from growler.http import HTTPRequest, HTTPResponse
from growler.middleware import Static, StringRenderer

log = logging.getLogger(__name__)


class HTMLRenderer(StringRenderer):
    """Gives `res.render`, which fills in a view with str.format and escapes values."""

    def __init__(self, path: Path, *, reload: bool) -> None:
        super().__init__(path)
        if not reload:
            # Growler would look for the view and read it again for every request.
            self.find_template_filename = cache(self.find_template_filename)
            self.file_text = cache(self.file_text)

    def render_source(self, filename: Path, obj: dict[str, object]) -> str:
        # Growler would put them into the page as they are, with their <script>.
        escaped = {name: html.escape(str(value)) for name, value in obj.items()}
        return super().render_source(filename, escaped)

    def file_text(self, filename: str) -> str:
        # Growler would read it in the encoding of the machine.
        return Path(filename).read_text(encoding="utf-8")


class StaticFiles(Static):
    """Sends the file that the path names; where there is none, the next one answers."""

    def __call__(self, req: HTTPRequest, res: HTTPResponse) -> None:
        try:
            super().__call__(req, res)
        except OSError:
            # A name longer than the system allows, or a file that may not be read.
            log.warning("Cannot read the file for a path of %d bytes", len(req.path))


def log_request(req: HTTPRequest, res: HTTPResponse) -> None:
    @res.events.on("after_send")
    def sent() -> None:
        log.info("%s %s %s", req.method.name, req.path[:200], res.status_code)
