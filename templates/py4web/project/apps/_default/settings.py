"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
import sys
from pathlib import Path

from dotenv import load_dotenv

APP_FOLDER = Path(__file__).parent
load_dotenv(APP_FOLDER.parent.parent / ".env")


def flag(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in {"", "0", "1", "false", "true"}:
        # Without the value: whoever mixes up two lines may have put the secret here.
        sys.exit(f"{name} is neither 1 nor 0.")
    return value in {"1", "true"}


# `py4web run --dev` makes this "development".
MODE = os.environ.get("PY4WEB_MODE")

SESSION_SECRET_KEY = os.environ.get("SECRET_KEY")

hosts = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1")
ALLOWED_HOSTS = {host.strip().lower() for host in hosts.split(",")}

# Whether people reach the site by https.
HTTPS = flag("HTTPS")
