"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
import sys
from pathlib import Path

from dotenv import load_dotenv

FOLDER = Path(__file__).parent

load_dotenv(FOLDER.parent / ".env")


def port(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not (value.isdecimal() and int(value) < 2**16):
        # Without the value: whoever mixes up two lines may have put the secret here.
        sys.exit(f"{name} is not the number of a port.")
    return int(value)


HOST = os.environ.get("HOST", "127.0.0.1")
PORT = port("PORT", 8000)
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
STATIC = str(FOLDER / "static")


def secret_key() -> str:
    """Return what signs cookies and tokens; without it nothing is served."""
    key = os.environ.get("SECRET_KEY")
    if not key:
        sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
    return key
