"""Warnings in the output of boots and tests: whose they are, and when what they announce will happen.

Python writes `FILE:LINE: CATEGORY: TEXT`, pytest the same in its summary with spaces before it. A warning belongs to
the distribution of the file that it points at: with the stack level that libraries use, the one that has to change.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from scaffold.model import Warned

_LINE = re.compile(
    r"^\s*(?P<file>[^\s:][^:\n]*\.py):(?P<line>\d+): (?P<category>\w*Warning): (?P<text>.*)$", re.MULTILINE
)
_DATE = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_PYTHON = re.compile(r"\bPython (3\.\d+)", re.IGNORECASE)
_VERSION = re.compile(
    r"(?:\b(?:in|until|from|by|version|release)\s+(?:version\s+)?v?|\[?v)(\d+(?:\.\d+)*)\b", re.IGNORECASE
)


def warnings_in(output: str, owners: Mapping[str, str]) -> tuple[Warned, ...]:
    """The warnings in some output, each once.

    `owners` says to which distribution a top-level module or package below site-packages belongs.
    """
    found = {
        Warned(_owner(match["file"], owners), match["category"], match["text"].strip())
        for match in _LINE.finditer(output)
    }
    return tuple(sorted(found, key=lambda each: (each.distribution or "", each.category, each.text)))


def owners(site_packages: Path) -> dict[str, str]:
    """The distribution of each top-level module or package of an environment, by what its RECORD lists."""
    owner: dict[str, str] = {}
    for record in site_packages.glob("*.dist-info/RECORD"):
        distribution = record.parent.name.removesuffix(".dist-info").rpartition("-")[0].replace("_", "-").lower()
        for line in record.read_text(encoding="utf-8", errors="replace").splitlines():
            top = line.partition(",")[0].partition("/")[0]
            if top and not top.endswith(".dist-info") and top not in ("..", "__pycache__"):
                owner.setdefault(top.removesuffix(".py"), distribution)
    return owner


def new(seen: Iterable[Warned], known: Iterable[Warned]) -> tuple[Warned, ...]:
    """What is seen and not known."""
    fingerprints = {each.fingerprint for each in known}
    return tuple(each for each in seen if each.fingerprint not in fingerprints)


def lead_time(text: str, today: date) -> str | None:
    """When what a warning announces will happen, where it says so: "breaks on 2027-01-31, in 71 days", "in v27"."""
    if found := _DATE.search(text):
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
        days = (day - today).days
        return f"breaks on {day}, in {days} days" if days > 0 else f"was to break on {day}, {-days} days ago"
    if found := _PYTHON.search(text):
        return f"in Python {found[1]}"
    if found := _VERSION.search(text):
        return f"in v{found[1]}"
    return None


def _owner(file: str, owner_of: Mapping[str, str]) -> str | None:
    _, found, inside = file.rpartition("site-packages/")
    if not found:
        # A file of Python itself warns of whoever imported it; of the starter where it is the starter's.
        return "python" if re.search(r"/lib/python3\.\d+/", file) else None
    top = inside.partition("/")[0].removesuffix(".py")
    return owner_of.get(top, top)
