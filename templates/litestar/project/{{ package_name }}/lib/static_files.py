"""The files that are sent as they are."""

from pathlib import Path

from litestar import Request, Response, Router
from litestar.static_files import create_static_files_router

STATIC_DIR = Path(__file__).parent.parent / "static"


def no_such_file(request: Request, exc: Exception) -> Response:
    """Litestar's own answers tell where the folder is on this machine."""
    return Response({"status_code": 404, "detail": "Not Found"}, status_code=404)


def create_router() -> Router:
    return create_static_files_router(
        path="/static",
        directories=[STATIC_DIR],
        # 401 is a file that may not be read, 500 a name that no file can have.
        exception_handlers={status: no_such_file for status in (401, 404, 500)},
    )
