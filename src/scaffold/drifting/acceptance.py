"""Take a fresh resolution that passes for the verified one: the lock, the day and the warnings, nothing else."""

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import tomlkit

from scaffold import uv_settings
from scaffold.environment.origins import REGISTRY
from scaffold.errors import DestinationError, UsageError
from scaffold.locks import newest, release_day
from scaffold.model import Framework, Warned
from scaffold.uv_settings import locked_url

_FILE = re.compile(r'(?<=url = ")[^"]+(?=")')


def accept(framework: Framework, project: Path, heard: Iterable[Warned], today: date) -> None:
    """Write the lock of `project`, a rendered starter, into its template, and what follows into framework.toml.

    Raises UsageError where that lock names an index or a host that the template's does not, and DestinationError where
    the template cannot be written.
    """
    text = (project / "uv.lock").read_text(encoding="utf-8")
    _check_origins(framework, text)
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


def check_index(frameworks: Iterable[Framework]) -> None:
    """Raise UsageError where uv is set to another index than a template's lock: what is accepted would name it."""
    asked = {locked_url(index.url) for index in uv_settings.read().indexes}
    for framework in frameworks:
        if strange := set(REGISTRY.findall(_lock(framework))) - asked:
            raise UsageError(
                f"--accept would write your index into the template of {framework.name}, which was verified with "
                f"{', '.join(sorted(strange))}. Leave --accept away, or set uv to that index (docs/mirrors.md)."
            )


def _check_origins(framework: Framework, text: str) -> None:
    """The hosts of files as well: an index may have its own."""
    known, named = (
        {*REGISTRY.findall(each), *(urlsplit(url).netloc for url in _FILE.findall(each))}
        for each in (_lock(framework), text)
    )
    if known and (strange := named - known):
        raise UsageError(
            f"The new lock of {framework.name} names {', '.join(sorted(strange))}, which is not where it was verified: "
            "it is not accepted. Set uv to the index of the template's lock (docs/mirrors.md)."
        )


def _lock(framework: Framework) -> str:
    try:
        return (framework.folder / "project" / "uv.lock.jinja").read_text(encoding="utf-8")
    except OSError:
        return ""


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
