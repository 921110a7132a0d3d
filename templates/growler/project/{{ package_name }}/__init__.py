"""A Growler application; `create_app` puts its parts together."""

# Before anything imports Growler.
from . import compat as compat
from .app import create_app as create_app
