"""Warnings of boots and tests: who raises them, and when what they announce will happen.

A trial writes them down as `drifting/witness.py` does: a line for each, with the file that raises it and the file that
it points at. A file belongs to the distribution whose RECORD lists it, to Python, or to the starter.
"""

import ast
import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from packaging.utils import canonicalize_name

from scaffold.model import Warned

# Of the distribution that a file of Python's own belongs to.
PYTHON = "python"
_OF_PYTHON = re.compile(r"^<frozen |/lib(64)?/python3\.\d+/")
_DATE = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_PYTHON = re.compile(r"\bPython (3\.\d+)", re.IGNORECASE)
_VERSION = re.compile(
    r"(?:\b(?:in|until|from|by|version|release)\s+(?:version\s+)?v?|\[?v)(\d+(?:\.\d+)*)\b", re.IGNORECASE
)


def warnings_in(record: str, owners: Mapping[str, str]) -> tuple[Warned, ...]:
    """The warnings in what was written down, each once, with all whom it points at.

    `owners` is what the function of that name gives.
    """
    first: dict[str, Warned] = {}
    pointed_at: defaultdict[str, set[str | None]] = defaultdict(set)
    for line in record.splitlines():
        raiser, at, category, text = ast.literal_eval(line)
        found = Warned(_owner(raiser, owners), category, text)
        first.setdefault(found.fingerprint, found)
        pointed_at[found.fingerprint].add(_owner(at, owners))
    return tuple(
        replace(found, points_at=tuple(sorted(pointed_at[fingerprint] - {found.distribution}, key=str)))
        for fingerprint, found in sorted(first.items())
    )


def owners(site_packages: Path) -> dict[str, str]:
    """The distribution of each file of an environment, by its path below site-packages, as its RECORD lists it.

    And of each top-level folder and module, for files that nobody lists; of one that several share, the first.
    """
    owner: dict[str, str] = {}
    for record in sorted(site_packages.glob("*.dist-info/RECORD")):
        distribution = str(canonicalize_name(record.parent.name.removesuffix(".dist-info").rpartition("-")[0]))
        with record.open(encoding="utf-8", errors="replace", newline="") as lines:
            for path, *_ in filter(None, csv.reader(lines)):
                owner[path] = distribution
                owner.setdefault(path.partition("/")[0], distribution)
    return owner


def new(seen: Iterable[Warned], known: Iterable[Warned]) -> tuple[Warned, ...]:
    """What is seen and not known."""
    fingerprints = {each.fingerprint for each in known}
    return tuple(each for each in seen if each.fingerprint not in fingerprints)


def lead_time(text: str, today: date) -> str | None:
    """When what a warning announces will happen, where it says so: "breaks on 2027-01-31, in 71 days", "in v27"."""
    if _DATE.search(text):
        day = announced_day(text)
        if day is None:
            return None
        days = (day - today).days
        return f"breaks on {day}, in {days} days" if days > 0 else f"was to break on {day}, {-days} days ago"
    if found := _PYTHON.search(text):
        return f"in Python {found[1]}"
    if found := _VERSION.search(text):
        return f"in v{found[1]}"
    return None


def announced_day(text: str) -> date | None:
    """The first day that a warning names, where it names one that there is."""
    found = _DATE.search(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _owner(file: str, owner_of: Mapping[str, str]) -> str | None:
    _, found, inside = file.rpartition("site-packages/")
    if found:
        top = inside.partition("/")[0]
        return owner_of.get(inside) or owner_of.get(top) or top.removesuffix(".py")
    return PYTHON if _OF_PYTHON.search(file) else None
