"""Which file and line of a template something comes from, as far as that is known."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from packaging.utils import canonicalize_name

from scaffold.catalog import BASE

# The path as it is in the repository, and the line.
Place = tuple[str | None, int | None]

# What stands in the place of the names' only hole: the package of `cells.PROJECT_NAME`.
PACKAGE = "smoke_test"
# The folder of the templates, in the repository that is annotated.
FOLDER = "templates"
NOWHERE: Place = (None, None)

# As a traceback, pytest and ruff say where: File "a/b.py", line 3 - a/b.py:3: Error - --> a/b.py:3:1
_PLACES = re.compile(r'File "(?P<file>[^"\n]+)", line (?P<line>\d+)|(?P<path>[^\s:"\'(]+\.\w+):(?P<number>\d+)\b')
# As the render worker says it, in lines of the template itself.
_BROKEN = re.compile(r"is broken: [^,]+, (?P<name>[^,]+), line (?P<line>\d+)")
# Code that is not the starter's.
_FOREIGN = {".venv", "site-packages"}
_HOLE = re.compile(r"\{\{.*?\}\}")
# A requirement on a line of its own in pyproject.toml, and a package in uv.lock.
_REQUIREMENT = re.compile(r'^\s*"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)')
_LOCKED = re.compile(r'^name = "(?P<name>[^"]+)"')


def place_of_log(starter: str, problem: str | None, log: str | None, templates: Path) -> Place:
    """The innermost line of the template that a log names; its framework.toml where it names none.

    Nothing of templates that are not ours.
    """
    if not _settings(templates, starter).is_file():
        return NOWHERE
    sources = _sources(templates, starter)
    if broken := _BROKEN.search(problem or ""):
        named = [source for source in sources.values() if source.name == broken["name"]]
        if len(named) == 1:
            return _shown(named[0], templates), int(broken["line"])
    said = f"{problem or ''}\n{log or ''}"
    # The last is the innermost frame of a traceback.
    for found in reversed(list(_PLACES.finditer(said))):
        source = _source(found["file"] or found["path"], sources)
        if source is not None:
            line = int(found["line"] or found["number"])
            return _shown(source, templates), line if _keeps_lines(source, line) else None
    return _shown(_settings(templates, starter), templates), None


def place_of_package(starter: str, packages: Sequence[str], templates: Path) -> Place | None:
    """Where a template asks for one of some packages, or else where it is locked; None where none is in either."""
    project = templates / starter / "project"
    wanted = {canonicalize_name(package) for package in packages}
    for name, pattern in (("pyproject.toml.jinja", _REQUIREMENT), ("uv.lock.jinja", _LOCKED)):
        for number, line in enumerate(_lines(project / name), start=1):
            found = pattern.match(line)
            if found and canonicalize_name(found["name"]) in wanted:
                return _shown(project / name, templates), number
    return None


def place_of_setting(starter: str, table: str, templates: Path) -> Place:
    """The line of a starter's framework.toml where a table begins."""
    file = _settings(templates, starter)
    if not file.is_file():
        return NOWHERE
    numbers = (number for number, line in enumerate(_lines(file), start=1) if line.strip() == f"[{table}]")
    return _shown(file, templates), next(numbers, None)


def _settings(templates: Path, starter: str) -> Path:
    return templates / starter / "framework.toml"


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []


def _shown(source: Path, templates: Path) -> str:
    return f"{FOLDER}/{source.relative_to(templates).as_posix()}"


def _source(path: str, sources: dict[str, Path]) -> Path | None:
    """The template of a rendered file, wherever it was rendered to."""
    parts = Path(path).parts
    if _FOREIGN & set(parts):
        return None
    for first in range(len(parts)):
        source = sources.get("/".join(parts[first:]))
        if source is not None:
            return source
    return None


@cache
def _sources(templates: Path, starter: str) -> dict[str, Path]:
    """The templates of a starter, by the names that their files have when rendered."""
    return {
        _HOLE.sub(PACKAGE, path.relative_to(project).as_posix()).removesuffix(".jinja"): path
        for project in (templates / BASE / "project", templates / starter / "project")
        for path in sorted(project.rglob("*"))
        if path.is_file()
    }


def _keeps_lines(source: Path, line: int) -> bool:
    """Whether that line of the rendered file is that line of its template: no statement before it adds or drops one."""
    lines = _lines(source)
    return line <= len(lines) and (source.suffix != ".jinja" or not any("{%" in text for text in lines[:line]))
