"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
import sys
from pathlib import Path

from dotenv import load_dotenv

load_dotenv(Path(__file__).parent.parent / ".env")


def flag(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in {"", "0", "1", "false", "true"}:
        # Without the value: whoever mixes up two lines may have put the secret here.
        sys.exit(f"{name} is neither 1 nor 0.")
    return value in {"1", "true"}


# For what you will sign, such as tokens. Handlers read request.app.config.SECRET_KEY.
SECRET_KEY = os.environ.get("SECRET_KEY", "")
# `check_host` in middleware.py answers 400 when a request names another host.
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
# Errors are JSON as well.
FALLBACK_ERROR_FORMAT = "json"
# Larger request bodies are answered with 413.
REQUEST_MAX_SIZE = 1024 * 1024

# Whether people reach the site by https, through a proxy. Then Sanic takes that one's word
# for the scheme, the host and the address that the request came with.
HTTPS = flag("HTTPS")
PROXIES_COUNT = 1 if HTTPS else None
