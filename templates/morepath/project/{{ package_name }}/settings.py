"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
from pathlib import Path

from dotenv import load_dotenv

from .app import App

load_dotenv(Path(__file__).parent.parent / ".env")


# Everywhere in the application: request.app.settings.security.secret_key
@App.setting_section(section="security")
def get_security_settings() -> dict[str, object]:
    hosts = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1")
    return {
        "secret_key": os.environ.get("SECRET_KEY", ""),
        "allowed_hosts": {host.strip() for host in hosts.split(",")},
        # Larger request bodies are answered with 413.
        "max_body_bytes": 1024 * 1024,
        # What goes wrong is logged, and not told. `run` overrides it.
        "debug": False,
    }
