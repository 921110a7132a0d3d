"""The settings, read from the environment; `.env` fills in what is missing there."""

import os

from dotenv import find_dotenv, load_dotenv

# The .env of the folder in which the command is given, or of one above it.
load_dotenv(find_dotenv(usecwd=True))

SECRET_KEY = os.environ.get("SECRET_KEY", "")
# `check_host` in security.py answers 400 when a request names another host.
TRUSTED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
# Larger request bodies are answered with 413.
MAX_CONTENT_LENGTH = 1024 * 1024
SESSION_COOKIE_SAMESITE = "Lax"
