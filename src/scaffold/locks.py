"""What a uv.lock and an environment say: which distributions in which versions, and since when there are those."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import Version

from scaffold.model import Change

# A [[package]] of a uv.lock.
Package = dict[str, Any]


def changes(old: Mapping[str, str], new: Mapping[str, str], lock: Path) -> tuple[Change, ...]:
    """What differs between two sets of distributions, by name; the days of the new versions are from a lock."""
    locked = packages(lock.read_text(encoding="utf-8"))
    days = {(each["name"], each.get("version", "")): release_day(each) for each in locked}
    return tuple(
        Change(name, old.get(name), new.get(name), days.get((name, new.get(name, ""))))
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    )


def differing(old: str, new: str) -> set[str]:
    """The names of the packages that two locks' texts hold in other versions."""
    before, after = ({(each["name"], each.get("version")) for each in packages(text)} for text in (old, new))
    return {name for name, _ in before ^ after}


def installed(site_packages: Path) -> dict[str, str]:
    """The distributions of an environment, name to version."""
    found = {}
    for folder in site_packages.glob("*.dist-info"):
        name, _, version = folder.name.removesuffix(".dist-info").rpartition("-")
        found[str(canonicalize_name(name))] = version
    return found


def packages(lock: str) -> list[Package]:
    """The packages of a lock's text."""
    found: list[Package] = tomllib.loads(lock)["package"]
    return found


def newest(lock: str, distribution: str) -> Package:
    """Of the versions that a lock holds of a distribution (one for each range of Pythons), the highest."""
    own = canonicalize_name(distribution)
    return max((each for each in packages(lock) if each["name"] == own), key=lambda each: Version(each["version"]))


def release_day(package: Package) -> date | None:
    """The day on which the first file of a version was uploaded; None where the index did not tell."""
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    return min((datetime.fromisoformat(f["upload-time"]).date() for f in files if "upload-time" in f), default=None)
