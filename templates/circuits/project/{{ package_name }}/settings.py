"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
import sys
from pathlib import Path

from dotenv import load_dotenv

load_dotenv(Path(__file__).parent.parent / ".env")


# Both without the value: whoever mixes up two lines may have put the secret here.
def flag(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in {"", "0", "1", "false", "true"}:
        sys.exit(f"{name} is neither 1 nor 0.")
    return value in {"1", "true"}


def port(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not (value.isdecimal() and int(value) < 2**16):
        sys.exit(f"{name} is not the number of a port.")
    return int(value)


# No option of the command line: everybody on this machine can see one.
SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
# Whether people reach the site by https.
HTTPS = flag("HTTPS")

# What follows counts where the command line does not say.
HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = port("PORT", 8000)
DEBUG = flag("DEBUG")
