"""What a uv.lock and an environment say: which distributions in which versions, and since when there are those."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from packaging.utils import canonicalize_name

from scaffold.model import Change


def changes(old: Mapping[str, str], new: Mapping[str, str], lock: Path) -> tuple[Change, ...]:
    """What differs between two sets of distributions, by name; the days of the new versions are from a lock."""
    days = _release_days(lock)
    return tuple(
        Change(name, old.get(name), new.get(name), days.get((name, new.get(name, ""))))
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    )


def installed(site_packages: Path) -> dict[str, str]:
    """The distributions of an environment, name to version."""
    found = {}
    for folder in site_packages.glob("*.dist-info"):
        name, _, version = folder.name.removesuffix(".dist-info").rpartition("-")
        found[str(canonicalize_name(name))] = version
    return found


def _release_days(lock: Path) -> dict[tuple[str, str], date]:
    days = {}
    for package in tomllib.loads(lock.read_text(encoding="utf-8"))["package"]:
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        uploads = [datetime.fromisoformat(file["upload-time"]).date() for file in files if "upload-time" in file]
        if uploads:
            days[package["name"], package.get("version", "")] = min(uploads)
    return days
