"""A database for as long as the server runs: Reahl keeps the session of each visitor in one."""

import signal
import sys
import tempfile

from reahl.component.context import ExecutionContext

FOLDER = tempfile.TemporaryDirectory()
URI = f"sqlite:///{FOLDER.name}/hello.db"
# Otherwise waitress would end at once, and the folder would stay.
signal.signal(signal.SIGTERM, lambda *_: sys.exit())


def create_tables(application):
    """What `reahl createdbtables` does."""
    with ExecutionContext() as context:
        context.config = application.config
        context.system_control = application.system_control
        with application.system_control.auto_connected():
            application.system_control.create_db_tables()
