"""The application: a component that is made of components."""

import sys
from collections.abc import Collection
from pathlib import Path

from circuits import BaseComponent, Debugger
from circuits.web import Static

from .controllers import Health, Hello, Root
from .errors import Errors
from .security import Security
from .server import Server
from .templating import templates

HERE = Path(__file__).parent
# Of these there are dozens for each request.
TOO_MANY = ["_read", "_write", "write", "_disconnect", "registered"]


class App(BaseComponent):
    channel = "web"

    # circuits calls this with what App(...) was given.
    def init(
        self,
        bind: tuple[str, int],
        *,
        secret_key: str,
        allowed_hosts: Collection[str],
        https: bool = False,
        debug: bool = False,
    ) -> None:
        if not secret_key:
            if not debug:
                sys.exit(
                    "SECRET_KEY is not set: copy .env.example to .env and fill it in."
                )
            secret_key = "dev"  # noqa: S105  (in debug mode only)
        self.secret_key = secret_key

        # The banner is the version of circuits in each answer, and tracebacks.
        self.server = Server(bind, display_banner=debug).register(self)
        Security(allowed_hosts, https=https).register(self)
        Errors().register(self)
        if debug:
            Debugger(errors=False, IgnoreEvents=TOO_MANY).register(self)

        # Whether Mako looks, for each page, if a template has changed.
        templates.filesystem_checks = debug
        Static("/static", docroot=str(HERE / "static")).register(self)
        # A controller finds its place in the address by its channel.
        Root().register(self)
        Hello().register(self)
        Health().register(self)
