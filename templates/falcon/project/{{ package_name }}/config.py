"""The settings, read from the environment; `.env` fills in what is missing there."""

import os
from pathlib import Path

from dotenv import load_dotenv


class Config:
    """`create_app` hands it to the parts that need it, so that tests can change it."""

    def __init__(self) -> None:
        load_dotenv(Path(__file__).parent.parent / ".env")

        self.debug = os.environ.get("DEBUG") == "1"
        # Falcon signs nothing. Use this key for what you sign: tokens, cookies.
        self.secret_key = os.environ.get("SECRET_KEY", "")
        hosts = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1")
        self.allowed_hosts = {host.strip().lower() for host in hosts.split(",")}
