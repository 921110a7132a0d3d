"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
import sys
from pathlib import Path

from dotenv import load_dotenv


def flag(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in {"", "0", "1", "false", "true"}:
        # Without the value: whoever mixes up two lines may have put the secret here.
        sys.exit(f"{name} is neither 1 nor 0.")
    return value in {"1", "true"}


class Config:
    """`create_app` hands it to the parts that need it, so that tests can change it."""

    def __init__(self) -> None:
        load_dotenv(Path(__file__).parent.parent / ".env")

        self.debug = flag("DEBUG")
        # Falcon signs nothing. Use this key for what you sign: tokens, cookies.
        self.secret_key = os.environ.get("SECRET_KEY", "")
        hosts = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1")
        self.allowed_hosts = {host.strip().lower() for host in hosts.split(",")}
        # Larger request bodies are answered with 413.
        self.max_body_bytes = 1024 * 1024
