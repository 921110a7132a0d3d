"""What is handed to every handler that asks for it, by its type."""

from rodi import Container

from .settings import Settings, load_settings


def configure_services() -> tuple[Container, Settings]:
    container = Container()
    settings = load_settings()

    # A handler with a parameter `settings: Settings` gets this object.
    container.add_instance(settings)

    return container, settings
