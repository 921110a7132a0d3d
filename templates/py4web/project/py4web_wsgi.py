"""What the production server serves: all apps, as one WSGI application."""

import sys
from collections.abc import Iterable
from pathlib import Path
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIEnvironment

from py4web.core import Reloader, wsgi

apps = wsgi(
    apps_folder=str(Path(__file__).parent / "apps"),
    # The dashboard can change the code of the apps: it is for development only.
    dashboard_mode="none",
)

# py4web goes on without an app that does not load; a site without its root does not.
if problem := Reloader.ERRORS.get("_default"):
    sys.exit(problem)

SECURITY_HEADERS = Reloader.MODULES["_default"].security.HEADERS


def application(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """All apps, and the security headers on static files: no fixture is run for those."""

    def start(status: str, headers: list[tuple[str, str]], *error: object) -> object:
        answer = Headers(headers)
        for name, value in SECURITY_HEADERS.items():
            # What an action has set counts.
            answer.setdefault(name, value)
        return start_response(status, answer.items(), *error)

    return apps(environ, start)
