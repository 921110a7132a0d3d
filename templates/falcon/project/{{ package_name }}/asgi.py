"""What the server loads: `app`."""

import logging

from .app import create_app
from .config import Config

config = Config()
# Falcon logs an error that nobody caught, with its traceback, to the logger "falcon".
logging.basicConfig(level=logging.DEBUG if config.debug else logging.INFO)

app = create_app(config)
