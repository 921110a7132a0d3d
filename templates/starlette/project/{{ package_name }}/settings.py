"""The settings, read from the environment; `.env` fills in what is missing there."""

import sys
from pathlib import Path

from starlette.config import Config
from starlette.datastructures import CommaSeparatedStrings, Secret

ENV_FILE = Path(__file__).parent.parent / ".env"

# Where there is no such file, as in a container, the environment alone counts.
config = Config(ENV_FILE if ENV_FILE.exists() else None)

DEBUG = config("DEBUG", cast=bool, default=False)
ALLOWED_HOSTS = config(
    "ALLOWED_HOSTS", cast=CommaSeparatedStrings, default="localhost,127.0.0.1"
)
# A Secret does not show its value when it is printed; str() gives it.
SECRET_KEY = config("SECRET_KEY", cast=Secret, default="")

if not SECRET_KEY:
    if not DEBUG:
        sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
    SECRET_KEY = Secret("dev")
