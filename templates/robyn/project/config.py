"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
import sys
from pathlib import Path

from dotenv import load_dotenv

load_dotenv(Path(__file__).parent / ".env")


def port(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not (value.isdecimal() and int(value) < 2**16):
        # Without the value: whoever mixes up two lines may have put the secret here.
        sys.exit(f"{name} is not the number of a port.")
    return int(value)


# For what you will sign, such as the cookie of a session.
SECRET_KEY = os.environ.get("SECRET_KEY", "")
# `check_request` in middlewares.py answers 400 when a request names another host.
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
# Where the server listens when its command line does not say.
HOST = os.environ.get("HOST", "127.0.0.1")
PORT = port("PORT", 8000)
