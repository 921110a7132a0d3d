"""What uv is told about the indexes that it asks, and about the way there: by variables, and by its files.

uv shows its settings in no form that it promises to keep, so the same places are read here, in the same order; the
tests hold that against uv itself. A new project has a table [tool.uv], as every starter has, so uv reads no file in a
folder above it; and no index is set there. What is left are the file of the user and that of the system.
"""

import ipaddress
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

PYPI = "https://pypi.org/simple"
_PORTS = {"http": 80, "https": 443}
_NAMED = re.compile(r"([A-Za-z0-9._-]+)=(.+)")
_YES = {"1", "true", "yes", "on", "y", "t"}


@dataclass(frozen=True, slots=True)
class Index:
    """An index that uv asks. The URL may carry a name and a password: show `scaffold.uv_settings.shown(url)`."""

    url: str
    # The variable or the file that names it; None: uv's own.
    source: str | None = None
    name: str | None = None
    default: bool = False


@dataclass(frozen=True, slots=True)
class Proxy:
    url: str
    # The variable or the file that names it; None: the operating system's settings.
    source: str | None = None


@dataclass(frozen=True, slots=True)
class UvSettings:
    """The settings of uv that decide what it asks, and how."""

    # The default one comes last, as uv asks it last.
    indexes: tuple[Index, ...]
    # What tells uv to stay offline, a variable or a file.
    offline: str | None
    system_certificates: bool
    insecure_hosts: frozenset[str]
    _files: tuple[tuple[str, Mapping[str, object]], ...]
    _environ: Mapping[str, str]

    @property
    def default(self) -> Index:
        return self.indexes[-1]

    def proxy(self, url: str) -> Proxy | None:
        """The proxy through which a URL is asked."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        direct = _variable(self._environ, "no_proxy", "NO_PROXY") or _first(self._files, "no-proxy")
        if direct and is_excepted(host, _words(direct[1])):
            return None
        key = f"{parts.scheme}_proxy"
        named = _variable(self._environ, key, key.upper(), "all_proxy", "ALL_PROXY")
        named = named or _first(self._files, f"{parts.scheme}-proxy")
        if named:
            address = str(named[1])
            return Proxy(address if "://" in address else f"http://{address}", named[0])
        if sys.platform in ("darwin", "win32") and not proxy_bypass(host):
            system = getproxies().get(parts.scheme)
            return Proxy(system) if system else None
        return None

    def credentials(self, index: Index) -> tuple[str, str] | None:
        """The name and password that variables give for a named index."""
        prefix = f"UV_INDEX_{re.sub(r'[^A-Z0-9]', '_', (index.name or '').upper())}"
        user, password = (self._environ.get(f"{prefix}_{what}", "") for what in ("USERNAME", "PASSWORD"))
        return (user, password) if index.name and (user or password) else None


def read(environ: Mapping[str, str] | None = None) -> UvSettings:
    """The settings as uv has them for a new project. A file that cannot be read counts as empty: uv says so itself."""
    environ = os.environ if environ is None else environ
    files = tuple((str(file), _table(file)) for file in _settings_files(environ))
    found = list(_indexes(environ, files))
    default = next((index for index in found if index.default), Index(PYPI, default=True))
    certificates = _variable(environ, "UV_SYSTEM_CERTS", "UV_NATIVE_TLS")
    certificates = certificates or _first(files, "system-certs") or _first(files, "native-tls")
    offline = _variable(environ, "UV_OFFLINE") or _first(files, "offline")
    hosts = [*environ.get("UV_INSECURE_HOST", "").split(), *_all(files, "allow-insecure-host")]
    return UvSettings(
        indexes=(*(index for index in found if not index.default), default),
        offline=offline[0] if offline and _is_yes(offline[1]) else None,
        system_certificates=bool(certificates and _is_yes(certificates[1])),
        insecure_hosts=frozenset(str(host) for host in hosts),
        _files=files,
        _environ=environ,
    )


def shown(url: str) -> str:
    """The URL without the name and the password that it may carry."""
    return re.sub(r"(?<=://)[^/?#]*@", "***@", url)


def locked_url(url: str) -> str:
    """An index's URL as uv writes it into a lock: without a name and password, and in the form of a browser."""
    parts = urlsplit(url)
    if not parts.hostname:
        return unquote(parts.path) if parts.scheme == "file" else url
    port = "" if parts.port in (None, _PORTS.get(parts.scheme)) else f":{parts.port}"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return urlunsplit((parts.scheme, host + port, parts.path or "/", parts.query, ""))


def same_index(url: str, other: str) -> bool:
    """Whether two URLs differ in no more than how they are written: to uv they are two indexes all the same."""
    return locked_url(url).rstrip("/") == locked_url(other).rstrip("/")


def is_excepted(host: str, direct: Sequence[str]) -> bool:
    """Whether a host is one of those that are asked without a proxy: "*", names with all below them, networks."""
    for word in direct:
        name = word.lstrip("*.").lower()
        if word == "*" or host.lower() == name or (name and host.lower().endswith(f".{name}")):
            return True
        with suppress(ValueError):
            if ipaddress.ip_address(host) in ipaddress.ip_network(word, strict=False):
                return True
    return False


def _indexes(environ: Mapping[str, str], files: Sequence[tuple[str, Mapping[str, object]]]) -> Iterator[Index]:
    """In uv's order; of several default ones the first counts."""
    if url := environ.get("UV_DEFAULT_INDEX"):
        yield _index(url, "UV_DEFAULT_INDEX", default=True)
    for url in environ.get("UV_INDEX", "").split():
        yield _index(url, "UV_INDEX")
    for source, table in files:
        for entry in _list(table.get("index")):
            if isinstance(entry, dict) and entry.get("url") and not entry.get("explicit"):
                name = entry.get("name")
                default = bool(entry.get("default"))
                yield Index(str(entry["url"]), source, str(name) if name else None, default)
    for url in environ.get("UV_EXTRA_INDEX_URL", "").split() or map(str, _all(files, "extra-index-url")):
        yield Index(url, "UV_EXTRA_INDEX_URL" if "UV_EXTRA_INDEX_URL" in environ else files[0][0])
    # Not above the files, although it is a variable: uv puts the older settings behind the newer.
    if old := _variable(environ, "UV_INDEX_URL") or _first(files, "index-url"):
        yield Index(str(old[1]), old[0], default=True)


def _index(text: str, source: str, *, default: bool = False) -> Index:
    named = _NAMED.fullmatch(text)
    return Index(named[2], source, named[1], default) if named else Index(text, source, default=default)


def _settings_files(environ: Mapping[str, str]) -> list[Path]:
    if file := environ.get("UV_CONFIG_FILE"):
        return [Path(file)]
    if _is_yes(environ.get("UV_NO_CONFIG", "")):
        return []
    if sys.platform == "win32":
        user = Path(environ.get("APPDATA", "")) / "uv" / "uv.toml"
        system = [Path(environ.get("SYSTEMDRIVE", "C:") + "\\") / "ProgramData" / "uv" / "uv.toml"]
    else:
        user = Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "uv" / "uv.toml"
        system = [Path("/etc/xdg/uv/uv.toml"), Path("/etc/uv/uv.toml")]
    return [user, *[file for file in system if file.is_file()][:1]]


def _table(file: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _variable(environ: Mapping[str, str], *names: str) -> tuple[str, object] | None:
    return next(((name, environ[name]) for name in names if environ.get(name)), None)


def _first(files: Sequence[tuple[str, Mapping[str, object]]], key: str) -> tuple[str, object] | None:
    return next(((source, table[key]) for source, table in files if key in table), None)


def _all(files: Sequence[tuple[str, Mapping[str, object]]], key: str) -> list[object]:
    return [entry for _, table in files for entry in _list(table.get(key))]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _words(value: object) -> list[str]:
    return value.replace(",", " ").split() if isinstance(value, str) else [str(each) for each in _list(value)]


def _is_yes(value: object) -> bool:
    return value is True or str(value).lower() in _YES
