"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
from pathlib import Path

from dotenv import load_dotenv

load_dotenv(Path(__file__).parent.parent / ".env")

# hug signs nothing. Use this key for what you sign: tokens, cookies.
SECRET_KEY = os.environ.get("SECRET_KEY", "")
# `check_host` in security.py answers 400 when a request names another host.
hosts = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1")
ALLOWED_HOSTS = {host.strip().lower() for host in hosts.split(",")}
# Larger request bodies are answered with 413.
MAX_BODY_BYTES = 1024 * 1024
