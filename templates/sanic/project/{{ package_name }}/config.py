"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
from pathlib import Path

from dotenv import load_dotenv

load_dotenv(Path(__file__).parent.parent / ".env")

# For what you will sign, such as tokens. Handlers read request.app.config.SECRET_KEY.
SECRET_KEY = os.environ.get("SECRET_KEY", "")
# `check_host` in middleware.py answers 400 when a request names another host.
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
# Errors are JSON as well.
FALLBACK_ERROR_FORMAT = "json"
# Larger request bodies are answered with 413.
REQUEST_MAX_SIZE = 1024 * 1024
