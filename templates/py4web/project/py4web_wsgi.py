"""What the production server serves: all apps, as one WSGI application."""

import sys
from pathlib import Path

from py4web.core import Reloader, wsgi

application = wsgi(
    apps_folder=str(Path(__file__).parent / "apps"),
    # The dashboard can change the code of the apps: it is for development only.
    dashboard_mode="none",
)

# py4web goes on without an app that does not load; a site without its root does not.
if problem := Reloader.ERRORS.get("_default"):
    sys.exit(problem)
