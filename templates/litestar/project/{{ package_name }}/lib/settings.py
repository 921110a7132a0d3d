"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from dotenv import load_dotenv

PROJECT = Path(__file__).parent.parent.parent


def flag(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in {"", "0", "1", "false", "true"}:
        # Without the value: whoever mixes up two lines may have put the secret here.
        sys.exit(f"{name} is neither 1 nor 0.")
    return value in {"1", "true"}


@dataclass
class Settings:
    # Nothing is signed yet. Use this key for what you sign: tokens, sessions.
    secret_key: str
    allowed_hosts: list[str]
    debug: bool = False

    @classmethod
    def from_env(cls) -> Self:
        load_dotenv(PROJECT / ".env")
        hosts = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1")
        return cls(
            secret_key=os.environ.get("SECRET_KEY", ""),
            allowed_hosts=hosts.split(","),
            # `litestar run --debug` sets this variable.
            debug=flag("LITESTAR_DEBUG"),
        )
