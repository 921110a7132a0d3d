"""Which frameworks there are: the folders under templates/ that hold a framework.toml."""

import re
import tomllib
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from scaffold.errors import ScaffoldError, UnknownFrameworkError
from scaffold.model import DeclaredException, Framework, Mode, Response, Verified

BASE = "_base"
_PACKAGE = Path(__file__).parent


@cache
def templates_folder() -> Path:
    """Where the templates are: inside the package when it was installed, beside it in a checkout."""
    for folder in (_PACKAGE / "templates", _PACKAGE.parent.parent / "templates"):
        if (folder / BASE).is_dir():
            return folder
    raise ScaffoldError("The templates are missing from this installation. Install scaffold-web again.")


@cache
def frameworks() -> tuple[Framework, ...]:
    """All frameworks, by name."""
    files = sorted(templates_folder().glob("*/framework.toml"))
    return tuple(_read(file) for file in files)


def names() -> tuple[str, ...]:
    """The names of all frameworks, without reading more than the folder: quick enough for shell completion."""
    return tuple(sorted(file.parent.name for file in templates_folder().glob("*/framework.toml")))


def framework(name: str) -> Framework:
    """Return one framework; raises UnknownFrameworkError with the nearest names where there is none."""
    wanted = name.lower()
    if wanted not in names():
        near = get_close_matches(wanted, names(), n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(names())}."
        raise UnknownFrameworkError(f"No framework is called {name!a}. {hint}")
    return _read(templates_folder() / wanted / "framework.toml")


@cache
def _read(file: Path) -> Framework:
    folder = file.parent
    with file.open("rb") as opened:
        data = tomllib.load(opened)
    try:
        return Framework(
            name=folder.name,
            folder=folder,
            title=data["title"],
            summary=data["summary"],
            kind=data["kind"],
            concurrency=data["concurrency"],
            interface=data["interface"],
            template_engine=data["template_engine"],
            response=Response(data["response"]),
            distribution=data["distribution"],
            documentation=data["documentation"],
            source=data["source"],
            licence=data["licence"],
            verified=Verified(
                date=data["verified"]["date"],
                version=data["verified"]["version"],
                pythons=tuple(data["verified"]["pythons"]),
            ),
            taken=frozenset(data["imports"]) | _at_the_top(folder / "project"),
            exceptions=tuple(_exception(entry) for entry in data.get("exceptions", ())),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise ScaffoldError(f"{file} is not right: {type(error).__name__}: {error}") from error


def _exception(entry: dict[str, str]) -> DeclaredException:
    server = entry.get("server")
    return DeclaredException(
        check=entry["check"],
        reason=entry["reason"],
        server=Mode(server) if server else None,
    )


def _at_the_top(project: Path) -> frozenset[str]:
    """The names at the top of a starter that a package of the same name would collide with."""
    stems = (entry.name.split(".")[0] for entry in project.iterdir())
    return frozenset(stem.lower() for stem in stems if re.fullmatch(r"\w+", stem))
