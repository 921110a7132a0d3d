"""Failures as GitHub annotations: the worst ten, each at the file of the template that it comes from."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from scaffold.catalog import BASE
from scaffold.model import TEMPLATE, Report
from scaffold.report.findings import Failure, failures_alike
from scaffold.report.plain import plain_report

# GitHub shows ten errors of a step and drops the others.
SHOWN = 10
LOG_CHARACTERS = 1500
# What stands in the place of the names' only hole: the package of `cells.PROJECT_NAME`.
PACKAGE = "smoke_test"
# The folder of the templates, in the repository that is annotated.
FOLDER = "templates"

# As a traceback, pytest and ruff say where: File "a/b.py", line 3 - a/b.py:3: Error - --> a/b.py:3:1
_PLACES = re.compile(r'File "(?P<file>[^"\n]+)", line (?P<line>\d+)|(?P<path>[^\s:"\'(]+\.\w+):(?P<number>\d+)\b')
# As the render worker says it, in lines of the template itself.
_BROKEN = re.compile(r"is broken: [^,]+, (?P<name>[^,]+), line (?P<line>\d+)")
# Code that is not the starter's.
_FOREIGN = {".venv", "site-packages"}
_HOLE = re.compile(r"\{\{.*?\}\}")


def annotations(report: Report, templates: Path) -> Iterator[str]:
    """A workflow command for each of the ten worst, and a notice of how many more there are."""
    failures = failures_alike(plain_report(report))
    for failure in failures[:SHOWN]:
        # A template of others may have the name of one of ours.
        file, line = (None, None) if TEMPLATE in report.context else _place(failure, templates)
        properties = {
            **({"file": file} if file else {}),
            **({"line": str(line)} if line else {}),
            "title": f"{failure.starter}: {failure.where}",
        }
        given = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        problem = failure.outcome.problem or "It failed."
        log = f"\n\n{failure.outcome.tail[-LOG_CHARACTERS:]}" if failure.outcome.tail else ""
        yield f"::error {given}::{_data(f'{problem} ({failure.choices}){log}')}"
    if len(failures) > SHOWN:
        yield f"::notice title=scaffold::{_data(f'{len(failures) - SHOWN} more failures are in the report.')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _place(failure: Failure, templates: Path) -> tuple[str | None, int | None]:
    """The file and line of the template, as far as they are known: nothing of templates that are not ours."""
    folder = templates / failure.starter
    if not (folder / "framework.toml").is_file():
        return None, None
    sources = _sources(templates, failure.starter)
    if broken := _BROKEN.search(failure.outcome.problem or ""):
        named = [source for source in sources.values() if source.name == broken["name"]]
        if len(named) == 1:
            return _shown(named[0], templates), int(broken["line"])
    said = f"{failure.outcome.problem or ''}\n{failure.outcome.tail or ''}"
    # The last is the innermost frame of a traceback.
    for found in reversed(list(_PLACES.finditer(said))):
        source = _source(found["file"] or found["path"], sources)
        if source is not None:
            line = int(found["line"] or found["number"])
            return _shown(source, templates), line if _keeps_lines(source, line) else None
    return _shown(folder / "framework.toml", templates), None


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
    lines = source.read_text(encoding="utf-8", errors="replace").splitlines()
    return line <= len(lines) and (source.suffix != ".jinja" or not any("{%" in text for text in lines[:line]))
