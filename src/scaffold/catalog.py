"""Which frameworks there are: the folders under templates/ that hold a framework.toml."""

import re
import tomllib
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from scaffold.errors import ScaffoldError, UnknownFrameworkError
from scaffold.model import (
    DeclaredException,
    ExpectedFailure,
    Footprint,
    Framework,
    Health,
    Mode,
    Response,
    Upkeep,
    Verified,
    Warned,
)

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


@cache
def examples() -> tuple[str, ...]:
    """The names that help texts give as examples: well-known ones, from templates/examples.txt."""
    return tuple((templates_folder() / "examples.txt").read_text().split())


def framework(name: str) -> Framework:
    """Return one framework; raises UnknownFrameworkError with the nearest names where there is none."""
    wanted = name.lower()
    if wanted not in names():
        near = get_close_matches(wanted, names(), n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(names())}."
        raise UnknownFrameworkError(f"No framework is called {name!a}. {hint}")
    return _read(templates_folder() / wanted / "framework.toml")


def caution(framework: Framework) -> str | None:
    """One sentence for whoever is about to build on a framework that has no future; None where it has one."""
    health = framework.health
    if health.status is not Upkeep.UNMAINTAINED and not health.instead:
        return None
    advice = f" For something new, take {' or '.join(health.instead)}." if health.instead else ""
    return f"{framework.title} is {health.status}: its last release was on {health.released}.{advice}"


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
            distribution=data.get("distribution"),
            documentation=data["documentation"],
            source=data["source"],
            licence=data["licence"],
            health=Health(
                status=Upkeep(data["health"]["status"]),
                released=data["health"]["released"],
                instead=tuple(data["health"].get("instead", ())),
            ),
            footprint=Footprint(
                packages=data["footprint"]["packages"],
                megabytes=data["footprint"]["megabytes"],
            ),
            verified=Verified(
                date=data["verified"]["date"],
                version=data["verified"]["version"],
                pythons=tuple(data["verified"]["pythons"]),
            ),
            taken=frozenset(name.lower() for name in data["imports"]) | _at_the_top(folder / "project"),
            exceptions=tuple(_exception(entry) for entry in data.get("exceptions", ())),
            warned=tuple(
                Warned(entry.get("distribution"), entry["category"], entry["text"])
                for entry in data.get("warnings", ())
            ),
            expected_failure=ExpectedFailure(**data["expected_failure"]) if "expected_failure" in data else None,
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
