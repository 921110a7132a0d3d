"""Take a fresh resolution that passes for the verified one: the lock, the day and the warnings, nothing else."""

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import tomlkit

from scaffold.errors import DestinationError
from scaffold.locks import newest, release_day
from scaffold.model import Framework, Warned


def accept(framework: Framework, project: Path, heard: Iterable[Warned], today: date) -> None:
    """Write the lock of `project`, a rendered starter, into its template, and what follows into framework.toml.

    Raises DestinationError where the template cannot be written.
    """
    text = (project / "uv.lock").read_text(encoding="utf-8")
    own = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"]
    settings = tomlkit.parse((framework.folder / "framework.toml").read_text(encoding="utf-8"))
    settings["verified"]["date"] = today
    if framework.distribution is not None:
        package = newest(text, framework.distribution)
        settings["verified"]["version"] = package["version"]
        if day := release_day(package):
            settings["health"]["released"] = day
    settings.pop("warnings", None)
    if entries := {each.fingerprint: each for each in heard}:
        settings["warnings"] = _tables(entries[fingerprint] for fingerprint in sorted(entries))
    try:
        lock = framework.folder / "project" / "uv.lock.jinja"
        lock.write_text(re.sub(rf'(?<=")({re.escape(own)})(?=")', "{{ distribution_name }}", text), encoding="utf-8")
        (framework.folder / "framework.toml").write_text(tomlkit.dumps(settings), encoding="utf-8")
    except OSError as error:
        raise DestinationError(
            f"{framework.folder} cannot be written ({error.strerror}). Accept from a checkout of scaffold."
        ) from error


def _tables(entries: Iterable[Warned]) -> tomlkit.items.AoT:
    tables = tomlkit.aot()
    for entry in entries:
        table = tomlkit.table()
        if entry.distribution is not None:
            table["distribution"] = entry.distribution
        table["category"] = entry.category
        table["text"] = entry.constant_text
        tables.append(table)
    return tables
