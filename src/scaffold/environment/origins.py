"""Say whether uv would ask the indexes that a project's lock names: it takes no lock of others."""

import re
from enum import Enum, auto
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from scaffold import uv_settings
from scaffold.uv_settings import locked_url, same_index

REGISTRY = re.compile(r'(?<=registry = ")[^"]+(?=")')


class Fit(Enum):
    """What the index of a lock is to uv."""

    OWN = auto()
    # The default one in other letters: uv compares them all.
    SPELLED_OTHERWISE = auto()
    OTHER = auto()


def fit(project: Path) -> Fit:
    """Whether uv, as it is set up here, would ask the indexes that a project's lock names."""
    text = read_lock(project)
    settings = uv_settings.read()
    asked = {locked_url(index.url) for index in settings.indexes}
    strange = set(REGISTRY.findall(text)) - asked
    if not strange:
        return Fit.OWN
    return Fit.SPELLED_OTHERWISE if all(same_index(url, settings.default.url) for url in strange) else Fit.OTHER


def spelled_as_locked(project: Path) -> dict[str, str]:
    """The variable that has uv ask its default index under the name that the lock has for it; nothing if it does."""
    if fit(project) is not Fit.SPELLED_OTHERWISE:
        return {}
    index = uv_settings.read().default
    url = next(url for url in REGISTRY.findall(read_lock(project)) if same_index(url, index.url))
    # Its own name and password, which no lock has.
    url = urlunsplit(urlsplit(index.url)._replace(path=urlsplit(url).path))
    return {"UV_DEFAULT_INDEX": f"{index.name}={url}" if index.name else url}


def locked_indexes(project: Path) -> str:
    """The indexes that a lock names, in words."""
    return ", ".join(sorted(set(REGISTRY.findall(read_lock(project))))) or "none"


def read_lock(project: Path) -> str:
    """The text of a project's lock; nothing where there is none."""
    try:
        return (project / "uv.lock").read_text(encoding="utf-8")
    except OSError:
        return ""
