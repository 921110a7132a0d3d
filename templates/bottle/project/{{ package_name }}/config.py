"""The settings, read from the environment; `.env` fills in what is missing there.

Bottle takes what is in capitals: `request.app.config["SECRET_KEY"]` in a page.
"""

import os
from pathlib import Path

from dotenv import load_dotenv

load_dotenv(Path(__file__).parent.parent / ".env")

# Signs cookies: response.set_cookie("account", name, secret=config["SECRET_KEY"])
SECRET_KEY = os.environ.get("SECRET_KEY", "")
# security.py answers 400 when a request names another host.
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
# Larger request bodies are answered with 413.
MAX_BODY_BYTES = 1024 * 1024
