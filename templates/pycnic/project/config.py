"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
import sys
from pathlib import Path

from dotenv import load_dotenv

load_dotenv(Path(__file__).parent / ".env")


def flag(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in {"", "0", "1", "false", "true"}:
        # Without the value: whoever mixes up two lines may have put the secret here.
        sys.exit(f"{name} is neither 1 nor 0.")
    return value in {"1", "true"}


DEBUG = flag("DEBUG")
# Pycnic signs nothing. Use this key for what you sign: tokens, cookies.
SECRET_KEY = os.environ.get("SECRET_KEY", "")
# `before` in security.py answers 400 when a request names another host.
hosts = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1")
ALLOWED_HOSTS = {host.strip().lower() for host in hosts.split(",")}
# Larger request bodies are answered with 413.
MAX_BODY_BYTES = 1024 * 1024


def require_secret() -> None:
    if not SECRET_KEY and not DEBUG:
        sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
