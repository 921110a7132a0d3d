"""A project on the disk, how it says that it runs, and where it is installed."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Response(StrEnum):
    """What the pages of a starter are made of."""

    HTML = "html"
    JSON = "json"


class Mode(StrEnum):
    """Which of a starter's two servers."""

    DEV = "dev"
    SERVE = "serve"


@dataclass(frozen=True, slots=True)
class Project:
    """A project's name in its three forms: as typed, as Python imports it, as an index lists it."""

    name: str
    package: str
    distribution: str


@dataclass(frozen=True, slots=True)
class RunTable:
    """`[tool.scaffold]` of a project: how it says that it runs.

    In `dev` and `serve` the words "{host}" and "{port}" stand where the address goes.
    """

    framework: str
    version: str
    response: Response
    dev: tuple[str, ...]
    serve: tuple[str, ...]
    setup: tuple[tuple[str, ...], ...] = ()
    documentation: str | None = None
    # The URL path of a file that is sent as it is.
    static: str | None = None
    # The variable without which the production command refuses to start.
    secret: str | None = None

    def command(self, mode: Mode) -> tuple[str, ...]:
        return self.dev if mode is Mode.DEV else self.serve


@dataclass(frozen=True, slots=True)
class Starter:
    """A project on the disk that has a RunTable."""

    path: Path
    table: RunTable


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment with a starter installed in it."""

    path: Path
    # "3.12"
    python: str
    # What it was made from; None where it was there already.
    interpreter: Path | None = None
    # What its programs find in their environment beside what all find there.
    variables: tuple[tuple[str, str], ...] = ()

    @property
    def site_packages(self) -> Path:
        return self.path / "lib" / f"python{self.python}" / "site-packages"

    @property
    def bin(self) -> Path:
        return self.path / "bin"
