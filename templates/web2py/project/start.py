"""Where web2py is, and what the environment says: both ways to start come by here."""

import os
import sys
from pathlib import Path

from dotenv import load_dotenv

ROOT = Path(__file__).parent
WEB2PY = ROOT / "vendor" / "web2py"
APPLICATIONS = ROOT / "applications"


def prepare() -> None:
    """Read .env and make `import gluon`, the library of web2py, work."""
    load_dotenv(ROOT / ".env")
    if not WEB2PY.exists():
        sys.exit("web2py is not here yet. Fetch it with: python obtain.py")
    # web2py keeps its logs and locks in this folder.
    os.environ["web2py_path"] = str(WEB2PY)
    sys.path.insert(0, str(WEB2PY))


def flag(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in {"", "0", "1", "false", "true"}:
        # Without the value: whoever mixes up two lines may have put the secret here.
        sys.exit(f"{name} is neither 1 nor 0.")
    return value in {"1", "true"}


def use_our_applications() -> None:
    """Take applications/ and routes.py from here, not from web2py's own folder."""
    from gluon.rewrite import load
    from gluon.settings import global_settings

    global_settings.applications_parent = str(ROOT)
    load()
    # Where a server was killed, it may still be there.
    remove_compiled()


def compile_applications() -> None:
    """Make `compiled/` in each application: web2py then runs what is in there."""
    from gluon.compileapp import compile_application

    for folder in APPLICATIONS.glob("*/"):
        compile_application(str(folder))


def remove_compiled() -> None:
    """Let web2py run the files themselves again: a change then shows at once."""
    from gluon.compileapp import remove_compiled_application

    for folder in APPLICATIONS.glob("*/"):
        remove_compiled_application(str(folder))
