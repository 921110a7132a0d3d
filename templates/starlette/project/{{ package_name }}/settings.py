"""The settings, read from the environment; `.env` fills in what is missing there."""

import sys
from pathlib import Path

from starlette.config import Config
from starlette.datastructures import CommaSeparatedStrings, Secret

ENV_FILE = Path(__file__).parent.parent / ".env"

# Where there is no such file, as in a container, the environment alone counts.
config = Config(ENV_FILE if ENV_FILE.exists() else None)


def flag(value: str | bool) -> bool:
    text = str(value).lower()
    if text not in {"0", "1", "false", "true"}:
        # Config's own message shows the value, and that may be a secret in a wrong line.
        sys.exit("A setting is neither true nor false: look at DEBUG and HTTPS.")
    return text in {"1", "true"}


DEBUG = config("DEBUG", cast=flag, default=False)
# Whether people reach the site by https. Then cookies are sent by https only.
HTTPS = config("HTTPS", cast=flag, default=False)
ALLOWED_HOSTS = config(
    "ALLOWED_HOSTS", cast=CommaSeparatedStrings, default="localhost,127.0.0.1"
)
# A Secret does not show its value when it is printed; str() gives it.
SECRET_KEY = config("SECRET_KEY", cast=Secret, default="")

if not SECRET_KEY:
    if not DEBUG:
        sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
    SECRET_KEY = Secret("dev")
