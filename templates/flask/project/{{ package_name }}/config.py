"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
from pathlib import Path

from dotenv import load_dotenv

load_dotenv(Path(__file__).parent.parent / ".env")

SECRET_KEY = os.environ.get("SECRET_KEY", "")
# Flask answers 400 when a request names another host.
TRUSTED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
# Larger request bodies are answered with 413.
MAX_CONTENT_LENGTH = 1024 * 1024
SESSION_COOKIE_SAMESITE = "Lax"
