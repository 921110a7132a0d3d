"""What `framework.toml` says for comparisons: which file plays which role, traits with links, two small programs.

Apart from `catalog`: what makes a project does without it, so a mistake here stops nobody but who compares.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from scaffold.errors import ScaffoldError
from scaffold.model import Claim, Cost, DatedFreeze, Description, Framework, Program, Role, Trait

# What each trait may be; empty: any text. In the order in which they are shown.
_KINDS = ("own", "add-on", "no")
TRAITS: Mapping[str, tuple[str, ...]] = {
    "concurrency": ("sync", "async", "both"),
    "interface": ("WSGI", "ASGI", "own server"),
    "template engine": (),
    "routing": ("decorators", "table", "classes", "objects"),
    "views": ("functions", "classes", "both"),
    "static files": _KINDS,
    "ORM": _KINDS,
    "forms": _KINDS,
    "admin": _KINDS,
    "sessions": _KINDS,
    "WebSockets": _KINDS,
    "REST": _KINDS,
    "CLI": _KINDS,
    "generator": _KINDS,
    "production server": _KINDS,
    "licence": (),
}
# These stand at the top of `framework.toml`, and have only their link among the traits.
_AT_THE_TOP = {
    "concurrency": "concurrency",
    "interface": "interface",
    "template engine": "template_engine",
    "licence": "licence",
}


@cache
def described(framework: Framework) -> Description:
    """What is said of a framework; raises ScaffoldError where that is not right."""
    file = framework.folder / "framework.toml"
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        return Description(
            framework=framework,
            roles={role: _paths(data["roles"][role]) for role in Role if role in data["roles"]},
            traits={name: _trait(name, data) for name in TRAITS},
            minimal=_program(data["minimal"], framework.folder / "minimal"),
            probe=_program(data["probe"], framework.folder / "probe"),
            application=data["serving"].get("application"),
            one_worker=dict(data["serving"].get("one_worker", {})),
            workers=int(data["serving"]["workers"]),
            costs=tuple(_cost(entry) for entry in data.get("cost", ())),
            freezes=tuple(
                DatedFreeze(entry["on"], entry["python"], tuple(entry["packages"])) for entry in data.get("freeze", ())
            ),
            claims=tuple(Claim(**entry) for entry in data.get("claims", ())),
        )
    except (KeyError, ValueError, TypeError, AttributeError, OSError) as error:
        said = f"the key {error} is missing" if isinstance(error, KeyError) else str(error).rstrip(".")
        raise ScaffoldError(
            f"{file} is not right for comparisons: {said}. templates/README.md says what is in it."
        ) from error


def _paths(value: object) -> tuple[str, ...]:
    paths = [value] if isinstance(value, str) else value
    if not (isinstance(paths, list) and paths and all(isinstance(path, str) for path in paths)):
        raise TypeError("a role is neither a path nor a list of paths")
    return tuple(paths)


def _trait(name: str, data: Mapping[str, object]) -> Trait:
    table = data["traits"][name]  # type: ignore[index]
    value = data[_AT_THE_TOP[name]] if name in _AT_THE_TOP else table["is"]
    if TRAITS[name] and value not in TRAITS[name]:
        raise ValueError(f"the trait {name} is {value!r} and not one of {', '.join(TRAITS[name])}")
    by = table.get("by")
    if value == "add-on" and not by:
        raise ValueError(f"the trait {name} does not say which add-on")
    return Trait(name, str(value), str(table["link"]), by)


def _cost(table: Mapping[str, object]) -> Cost:
    what, share = table["what"], table["share"]
    if not (isinstance(what, str) and isinstance(share, float) and 0 < share <= 1):
        raise ValueError(f"the share of the cost {what!r} is not above 0 and at most 1")
    return Cost(what, share)


def _program(table: Mapping[str, object], folder: Path) -> Program:
    serve = table["serve"]
    if not (isinstance(serve, list) and all(isinstance(word, str) for word in serve)):
        raise TypeError("'serve' is not a list of words")
    if not folder.is_dir():
        raise ValueError(f"there is no folder {folder.name}")
    requires = table.get("requires", [])
    if not (isinstance(requires, list) and all(isinstance(line, str) for line in requires)):
        raise TypeError("'requires' is not a list of requirements")
    return Program(folder, tuple(serve), str(table["link"]), tuple(requires))
