"""Commands for `console.py`."""

from contextlib import suppress
from importlib import import_module

from watson.console.decorators import arg
from watson.dev import reloader
from watson.framework.support.console.commands import development


class Dev(development.Dev):
    """Development related tasks."""

    # Watson's own server listens to the whole network unless it is told not to, sends
    # any file of the machine (`/%2fetc/passwd`), and waits for browsers one by one.
    @arg("host", optional=True, default="127.0.0.1")
    @arg("port", optional=True, default=8000, type=int)
    def runserver(self, host: str, port: int) -> None:
        """Runs the development server, and restarts it when a module changes.

        Args:
            host: The host to bind to
            port: The port to run on
        """
        # Only development has it installed.
        from waitress import create_server

        from .app import application

        # Watson imports the controllers at the first request, but the reloader has to
        # know them before. A mistake in them is then shown in the browser.
        with suppress(Exception):
            import_module(".controllers", __package__)
        # One thread: Watson cannot answer two requests at a time.
        server = create_server(application, host=host, port=port, threads=1)
        print(f"Serving on http://{host}:{port}")
        reloader.main(server.run)
