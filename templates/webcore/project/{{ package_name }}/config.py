"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
import sys
from pathlib import Path

from dotenv import load_dotenv

load_dotenv(Path(__file__).parent.parent / ".env")


def port(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not (value.isdecimal() and int(value) < 2**16):
        # Without the value: whoever mixes up two lines may have put the secret here.
        sys.exit(f"{name} is not the number of a port.")
    return int(value)


SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
HOST = os.environ.get("HOST", "127.0.0.1")
PORT = port("PORT", 8000)
