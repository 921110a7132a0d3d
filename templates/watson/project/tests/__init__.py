"""The settings for the tests: what is set here wins over `.env`."""

import os

os.environ["SECRET_KEY"] = "only for tests"
os.environ["ALLOWED_HOSTS"] = "localhost"
os.environ["DEBUG"] = "0"
