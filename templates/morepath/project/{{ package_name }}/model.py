"""What the application is about: plain classes that know nothing of the web."""

from dataclasses import dataclass
from pathlib import Path


class Root:
    """The welcome page."""


@dataclass
class Greeting:
    name: str = "world"

    @property
    def message(self) -> str:
        return f"Hello {self.name}!"


@dataclass
class Health:
    status: str = "ok"


@dataclass
class StaticFile:
    path: Path
