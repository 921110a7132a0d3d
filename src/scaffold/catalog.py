"""Which frameworks there are: the folders under templates/ that hold a framework.toml."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from scaffold.errors import BrokenInstallationError, ScaffoldError, UnknownFrameworkError
from scaffold.model import (
    BrokenFramework,
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
    raise BrokenInstallationError("The templates are missing from this installation. Install scaffold-web again.")


@cache
def frameworks() -> tuple[Framework, ...]:
    """All frameworks that can be read, by name."""
    return tuple(each for each in map(_found, names()) if isinstance(each, Framework))


def broken() -> tuple[BrokenFramework, ...]:
    """The frameworks that cannot be read, by name, each with the reason."""
    return tuple(each for each in map(_found, names()) if isinstance(each, BrokenFramework))


def names() -> tuple[str, ...]:
    """The names of all frameworks, without reading more than the folder: quick enough for shell completion."""
    return tuple(sorted(file.parent.name for file in templates_folder().glob("*/framework.toml")))


@cache
def examples() -> tuple[str, ...]:
    """The names that help texts give as examples: well-known ones, from templates/examples.txt."""
    return tuple((templates_folder() / "examples.txt").read_text().split())


def framework(name: str) -> Framework:
    """Return one framework.

    Raises UnknownFrameworkError with the nearest names where there is none, ScaffoldError where it cannot be read.
    """
    return _read(_file(_known(name)))


def found(name: str) -> Framework | BrokenFramework:
    """One framework, for whoever goes on with the others where it is broken; raises UnknownFrameworkError."""
    return _found(_known(name))


def _known(name: str) -> str:
    """The name as its folder has it; raises UnknownFrameworkError."""
    wanted = name.lower()
    known = names()
    if wanted not in known:
        near = get_close_matches(wanted, known, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(known)}."
        raise UnknownFrameworkError(f"No framework is called {name!a}. {hint}")
    return wanted


def _found(name: str) -> Framework | BrokenFramework:
    try:
        return _read(_file(name))
    except ScaffoldError as error:
        return BrokenFramework(name, str(error))


def _file(name: str) -> Path:
    return templates_folder() / name / "framework.toml"


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
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        return Framework(
            name=folder.name,
            folder=folder,
            title=_text(data, "title"),
            summary=_text(data, "summary"),
            kind=_text(data, "kind"),
            concurrency=_text(data, "concurrency"),
            interface=_text(data, "interface"),
            template_engine=_text(data, "template_engine"),
            response=Response(data["response"]),
            distribution=_text(data, "distribution") if "distribution" in data else None,
            documentation=_text(data, "documentation"),
            source=_text(data, "source"),
            licence=_text(data, "licence"),
            health=Health(
                status=Upkeep(data["health"]["status"]),
                released=_day(data["health"], "released"),
                instead=_texts(data["health"], "instead") if "instead" in data["health"] else (),
            ),
            footprint=Footprint(
                packages=int(data["footprint"]["packages"]),
                megabytes=float(data["footprint"]["megabytes"]),
            ),
            verified=_verified(data["verified"]),
            taken=frozenset(name.lower() for name in _texts(data, "imports")) | _at_the_top(folder / "project"),
            exceptions=tuple(_exception(entry) for entry in data.get("exceptions", ())),
            warned=tuple(_warned(entry) for entry in data.get("warnings", ())),
            secured=_pairs(data.get("security", {}), "tested"),
            unsecured=_pairs(data.get("security", {}), "reasons"),
            expected_failure=_expected_failure(data["expected_failure"]) if "expected_failure" in data else None,
        )
    except (KeyError, ValueError, TypeError, AttributeError, OSError) as error:
        raise ScaffoldError(
            f"{file} is not right: {_problem(error)}. templates/README.md says what is in it."
        ) from error


def _verified(table: Mapping[str, object]) -> Verified:
    pythons = _texts(table, "pythons")
    if not pythons:
        raise ValueError("'pythons' is empty")
    return Verified(_day(table, "date"), _text(table, "version"), pythons)


def _exception(entry: Mapping[str, object]) -> DeclaredException:
    server = Mode(_text(entry, "server")) if "server" in entry else None
    return DeclaredException(_text(entry, "check"), _text(entry, "reason"), server)


def _warned(entry: Mapping[str, object]) -> Warned:
    distribution = _text(entry, "distribution") if "distribution" in entry else None
    return Warned(distribution, _text(entry, "category"), _text(entry, "text"))


def _expected_failure(table: Mapping[str, object]) -> ExpectedFailure:
    return ExpectedFailure(_text(table, "reason"), _day(table, "until"))


def _text(table: Mapping[str, object], key: str) -> str:
    value = table[key]
    if not isinstance(value, str):
        raise TypeError(f"{key!r} is not a text")
    return value


def _texts(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    values = table[key]
    if not (isinstance(values, list) and all(isinstance(value, str) for value in values)):
        raise TypeError(f"{key!r} is not a list of texts")
    return tuple(values)


def _pairs(table: Mapping[str, object], key: str) -> tuple[tuple[str, str], ...]:
    """A table of texts by number of an item of security; empty where there is none."""
    values = table.get(key, {})
    if not isinstance(values, dict):
        raise TypeError(f"{key!r} is not a table")
    return tuple((item, _text(values, item)) for item in sorted(values))


def _day(table: Mapping[str, object], key: str) -> date:
    value = table[key]
    if not isinstance(value, date):
        raise TypeError(f"{key!r} is not a day")
    return value


def _problem(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"the key {error} is missing"
    if isinstance(error, OSError):
        return f"{error.filename} cannot be read, {error.strerror}"
    return str(error).rstrip(".")


def _at_the_top(project: Path) -> frozenset[str]:
    """The names at the top of a starter that a package of the same name would collide with."""
    stems = (entry.name.split(".")[0] for entry in project.iterdir())
    return frozenset(stem.lower() for stem in stems if re.fullmatch(r"\w+", stem))
