"""The settings, read from the environment; `.env` fills in what is missing there."""

import sys
from pathlib import Path

from blacksheep.server.env import is_development
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).parent.parent


class Settings(BaseSettings):
    """Each attribute is a variable of the environment, checked against its type."""

    model_config = SettingsConfigDict(
        env_file=PROJECT / ".env",
        extra="ignore",
        # Pydantic shows a value that does not fit, and that may be a secret in a wrong line.
        hide_input_in_errors=True,
    )

    # Nothing is signed yet. Use this key for what you sign: tokens, sessions.
    secret_key: str = ""
    # With commas between them.
    allowed_hosts: str = "localhost,127.0.0.1"


def load_settings() -> Settings:
    settings = Settings()
    if not settings.secret_key:
        if not is_development():
            sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
        settings.secret_key = "dev"  # noqa: S105  (while developing only)
    return settings
