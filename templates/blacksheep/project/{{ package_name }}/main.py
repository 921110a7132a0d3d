"""The application: its parts are put together here, before the server starts it."""

from blacksheep import Application
from blacksheep.server.env import is_development
from rodi import Container

from .docs import configure_docs
from .errors import configure_error_handlers
from .security import configure_security
from .services import configure_services
from .settings import Settings
from .static_files import configure_static_files


def configure_application(services: Container, settings: Settings) -> Application:
    # The controllers need no mention: BlackSheep imports the folder beside this file.
    app = Application(services=services)

    configure_error_handlers(app)
    configure_security(app, settings)
    configure_static_files(app)
    if is_development():
        configure_docs(app)
    return app


app = configure_application(*configure_services())
