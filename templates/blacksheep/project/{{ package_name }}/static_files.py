"""The files that are sent as they are, at /static."""

from collections.abc import AsyncIterator
from pathlib import Path

from blacksheep import Application, Request, Response, StreamedContent

FOLDER = Path(__file__).parent / "static"


async def nothing() -> AsyncIterator[bytes]:
    yield b""


async def mend_head(request: Request, response: Response) -> None:
    """BlackSheep 2.6 answers HEAD with two lengths: the file's, and 0 for no body."""
    length = response.get_first_header(b"Content-Length")
    content_type = response.get_first_header(b"Content-Type")
    if request.method == "HEAD" and length and content_type:
        response.remove_header(b"Content-Length")
        response.remove_header(b"Content-Type")
        # Both headers are made again, from this.
        response.content = StreamedContent(content_type, nothing, int(length))


def configure_static_files(app: Application) -> None:
    app.serve_files(FOLDER, root_path="static", on_response=mend_head)
