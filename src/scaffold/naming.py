"""What may be the name of a project, and what its package is called."""

import keyword
import re
import sys

from scaffold.errors import NameNotAllowedError
from scaffold.model import Framework, Project

MAX_CHARACTERS = 64
# Of the Python package, the tests and what pytest needs beside it.
_TAKEN_EVERYWHERE = frozenset({"tests", "conftest", "setup", "site", "src"})
# Of the standard library of some Python from 3.11 on, but perhaps not of the one that runs scaffold
# (PEP 594 and PEP 632 took the first away; the last two came with 3.14); and `test`, which Python does not list.
_STANDARD_LIBRARY = frozenset(name.lower() for name in sys.stdlib_module_names) | frozenset(
    [
        "aifc",
        "asynchat",
        "asyncore",
        "audioop",
        "cgi",
        "cgitb",
        "chunk",
        "crypt",
        "distutils",
        "imghdr",
        "imp",
        "lib2to3",
        "mailcap",
        "msilib",
        "nis",
        "nntplib",
        "ossaudiodev",
        "pipes",
        "smtpd",
        "sndhdr",
        "spwd",
        "sunau",
        "telnetlib",
        "uu",
        "xdrlib",
        "test",
        "annotationlib",
        "compression",
    ]
)
_KEYWORDS = frozenset(word.lower() for word in (*keyword.kwlist, *keyword.softkwlist, "type"))
_WINDOWS_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"} | {f"com{n}" for n in range(1, 10)} | {f"lpt{n}" for n in range(1, 10)}
)
_ALLOWED = re.compile(r"[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9])?", re.ASCII)


def project(name: str, framework: Framework) -> Project:
    """Return the project that `name` stands for: "My-App" has the package `my_app`.

    Raises NameNotAllowedError, with the rule and a name that would do, where the name cannot be used. Every name
    that passes gives a package that can be imported beside all that the framework's environment holds.
    """
    _check_form(name, framework)
    package = _package(name)
    if problem := _taken(name, package, framework):
        raise NameNotAllowedError(f"{problem}. Try 'my-{name.lower()[: MAX_CHARACTERS - 3]}'.")
    return Project(name=name, package=package, distribution=re.sub(r"[-_]+", "-", name).lower())


def _package(name: str) -> str:
    return name.lower().replace("-", "_")


def _check_form(name: str, framework: Framework) -> None:
    if _ALLOWED.fullmatch(name) and len(name) <= MAX_CHARACTERS:
        return
    shown = _shown(name)
    suggestion = suggest(name)
    if _taken(suggestion, _package(suggestion), framework):
        suggestion = f"my-{suggestion}"
    if not name:
        problem = "The name is empty"
    elif len(name) > MAX_CHARACTERS:
        problem = f"The name has {len(name)} characters, {MAX_CHARACTERS} are allowed"
    elif "/" in name or "\\" in name or name in (".", "..") or name.startswith("~"):
        problem = f"{shown} is a path, not a name (--dest says where the project goes)"
    elif not name.isprintable():
        problem = f"{shown} holds control or invisible characters"
    elif not name.isascii():
        problem = f"{shown} holds letters that not every file system and index takes"
    elif not name[0].isalpha():
        problem = f"{shown} does not begin with a letter"
    elif name[-1] in "-_":
        problem = f"{shown} ends with '{name[-1]}'"
    else:
        wrong = next(character for character in name if not re.match(r"[A-Za-z0-9_-]", character))
        problem = f"{shown} holds {_shown(wrong)}: letters, digits, dashes and underscores are allowed"
    raise NameNotAllowedError(f"{problem}. Try '{suggestion}'.")


def _taken(name: str, package: str, framework: Framework) -> str | None:
    """What has the name already, as the beginning of a sentence; None where nothing has."""
    if package in _KEYWORDS:
        return f"'{name}' is a word of Python's own"
    if package in _STANDARD_LIBRARY:
        return f"'{name}' is a module of Python's standard library, which your project would hide"
    if package in _WINDOWS_RESERVED:
        return f"'{name}' cannot be the name of a file on Windows"
    if package in framework.taken or package.replace("_", "") in framework.taken:
        return f"'{name}' is the name of a package or file that a {framework.title} project needs itself"
    if package in _TAKEN_EVERYWHERE:
        return f"'{name}' is the name of something else in every project"
    return None


def suggest(name: str) -> str:
    """A name that is allowed and looks like `name`."""
    parts = re.split(r"[\\/]", name)
    text = re.sub(r"[^A-Za-z0-9_-]+", "-", parts[-1] or parts[0], flags=re.ASCII)
    text = re.sub(r"^[^A-Za-z]+", "", text)[: MAX_CHARACTERS - 4].strip("-_")
    return text or "my-app"


def _shown(text: str) -> str:
    """In quotes, with whatever would disturb a terminal written as an escape, and not longer than a line."""
    return ascii(text) if len(text) <= 80 else ascii(text[:77] + "...")
