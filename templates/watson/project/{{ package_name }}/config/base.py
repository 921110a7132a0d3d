"""The settings. Watson puts them over its own, see `watson/framework/config.py`."""

import os
import sys
from pathlib import Path

from dotenv import load_dotenv
from watson.framework import events as event_names

from .dependencies import dependencies  # noqa: F401  (Watson looks for it here)
from .routes import routes  # noqa: F401

root = Path(__file__).parent.parent.parent
# Watson finds classes by their names, which begin with the name of this package.
package = __name__.partition(".")[0]

# `.env` fills in what is missing in the environment.
load_dotenv(root / ".env")


def flag(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in {"", "0", "1", "false", "true"}:
        # Without the value: whoever mixes up two lines may have put the secret here.
        sys.exit(f"{name} is neither 1 nor 0.")
    return value in {"1", "true"}


debug = {"enabled": flag("DEBUG")}

secret_key = os.environ.get("SECRET_KEY", "")
hosts = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1")
allowed_hosts = {host.strip().lower() for host in hosts.split(",")}
public_dir = root / "public"

views = {
    "renderers": {
        "jinja2": {
            "config": {
                # Watson's own setting depends on the folder a server is started in.
                "packages": [(package, "views")],
                "environment": {
                    # Off in Watson. Write `{{ form.open()|safe }}` for HTML that is meant.
                    "autoescape": True,
                    # Whether to look at the files for changes, at every request.
                    "auto_reload": debug["enabled"],
                },
            }
        }
    }
}

# What is to happen when: added to Watson's own listeners, higher numbers run earlier.
events = {
    event_names.RENDER_VIEW: [(f"{package}.listeners.ContentType", 2)],
}

# Added to Watson's own commands. The same name replaces.
commands = [f"{package}.commands.Dev"]

# Off: Watson can guess the ids of its sessions as well as anybody, and unpickles them
# from the system's folder of temporary files.
session = {"class": None}
