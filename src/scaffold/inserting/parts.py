"""A project that is rendered and has no place yet."""

from dataclasses import dataclass

from scaffold.creation import Wish
from scaffold.model import Framework, Project, RunTable


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the rendered project."""

    path: str
    mode: int
    data: bytes

    @property
    def private(self) -> bool:
        return not self.mode & 0o077


@dataclass(frozen=True, slots=True)
class Insertion:
    """The files of a rendered project, and how it says that it runs."""

    wish: Wish
    project: Project
    framework: Framework
    parts: tuple[Part, ...]
    table: RunTable

    def text(self, path: str) -> str:
        """The text of one of its files, empty where it has no such file."""
        return next((part.data.decode() for part in self.parts if part.path == path), "")
