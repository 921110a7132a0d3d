"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
import sys

from dotenv import find_dotenv, load_dotenv

# The .env of the folder in which the command is given, or of one above it.
load_dotenv(find_dotenv(usecwd=True))


def flag(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in {"", "0", "1", "false", "true"}:
        # Without the value: whoever mixes up two lines may have put the secret here.
        sys.exit(f"{name} is neither 1 nor 0.")
    return value in {"1", "true"}


SECRET_KEY = os.environ.get("SECRET_KEY", "")
# `check_host` in security.py answers 400 when a request names another host.
TRUSTED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
# Larger request bodies are answered with 413.
MAX_CONTENT_LENGTH = 1024 * 1024

# Whether people reach the site by https, through a proxy. Then cookies are sent by https
# only, and by the rules of a name that begins with __Host- no other site can set them.
HTTPS = flag("HTTPS")
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SAMESITE = "Lax"
