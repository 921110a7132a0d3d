"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
from pathlib import Path

from dotenv import load_dotenv

APP_FOLDER = Path(__file__).parent
load_dotenv(APP_FOLDER.parent.parent / ".env")

# `py4web run --dev` makes this "development".
MODE = os.environ.get("PY4WEB_MODE")

SESSION_SECRET_KEY = os.environ.get("SECRET_KEY")

hosts = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1")
ALLOWED_HOSTS = {host.strip().lower() for host in hosts.split(",")}
