"""The settings: from the command line, else from the environment, else from `.env`."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import load_dotenv

BASE_DIR = Path(__file__).parent.parent


@dataclass(frozen=True)
class Config:
    host: str
    port: int
    debug: bool
    allowed_hosts: frozenset[str]
    # Whether people reach the site by https, through a proxy.
    https: bool
    # Not shown when a Config is printed.
    secret_key: str = field(repr=False)


def flag(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in {"", "0", "1", "false", "true"}:
        # Without the value: whoever mixes up two lines may have put the secret here.
        sys.exit(f"{name} is neither 1 nor 0.")
    return value in {"1", "true"}


def port_number(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not (value.isdecimal() and int(value) < 65536):
        sys.exit(f"{name} is no number of a port.")
    return int(value)


def get_config(argv: Sequence[str] | None = None) -> Config:
    load_dotenv(BASE_DIR / ".env")
    options = parse_arguments(argv or [])

    secret_key = os.environ.get("SECRET_KEY", "")
    if not secret_key:
        if not options.debug:
            sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
        secret_key = "dev"  # noqa: S105  (in debug mode only)

    names = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
    return Config(
        host=options.host,
        port=options.port,
        debug=options.debug,
        allowed_hosts=frozenset(name.strip().lower() for name in names),
        https=flag("HTTPS"),
        secret_key=secret_key,
    )


def parse_arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}")
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    parser.add_argument("--port", type=int, default=port_number("PORT", 8000))
    parser.add_argument(
        "--debug",
        action="store_true",
        default=flag("DEBUG"),
        help="show errors in the browser",
    )
    return parser.parse_args(argv)
