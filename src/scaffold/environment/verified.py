"""Hold a lock that was made from another index against the one that was verified: pure, on their texts.

uv writes each file of a distribution on a line of its own, and the lines are taken over as they are: a lock that is
written anew by a library for TOML would be one more difference in the project's first change of it.
"""

import re
from collections import defaultdict
from urllib.parse import unquote

from scaffold.errors import InstallationError
from scaffold.locks import Package, packages

_FILE = re.compile(r'(?:sdist = |    )\{ (?:url|path|filename) = "(?P<place>[^"]+)".*\},?')
_HASH = re.compile(r'(?<=, hash = ")[^"]+(?=")')
_KEY = re.compile(r'(name|version) = "([^"]+)"')

# A name and a version.
_Release = tuple[str, str]


def as_verified(verified: str, relocked: str, *, index: str) -> str:
    """The text of `relocked` with the files that were verified, each with its hash, and no others.

    A file that only the index has might be taken before those that were verified; a hash that the index does not
    tell is the verified one. Raises InstallationError where the index, whose URL is for the message, has not all
    that was verified, or has something else under its name.
    """
    _compare_releases(verified, relocked, index)
    known = {_release(package): _files(package) for package in packages(verified)}
    kept: defaultdict[_Release, int] = defaultdict(int)
    lines, keys = [], {"name": "", "version": ""}
    for line in relocked.splitlines():
        if line == "[[package]]":
            keys = {"name": "", "version": ""}
        elif key := _KEY.fullmatch(line):
            keys[key[1]] = key[2]
        elif file := _FILE.fullmatch(line):
            release = (keys["name"], keys["version"])
            wanted = known[release].get(_file_name(file["place"]))
            if wanted is None:
                continue
            kept[release] += 1
            line = _with_hash(line, file.end("place") + 1, wanted, release, index)
        lines.append(line)
    for (name, version), files in known.items():
        if files and not kept[name, version]:
            raise InstallationError(
                f"Your index {index} has {name} {version}, but none of the files of it that were verified."
            )
    return "\n".join(lines) + "\n"


def _compare_releases(verified: str, relocked: str, index: str) -> None:
    before, after = ({_release(package) for package in packages(text)} for text in (verified, relocked))
    for name, version in sorted(before - after):
        raise InstallationError(
            f"Your index {index} gives no {name} {version}, which was verified. Let it have that, or take the newest "
            "versions that it has ('latest')."
        )
    for name, version in sorted(after - before):
        raise InstallationError(f"Your index {index} makes {name} {version} necessary, which was not verified.")


def _with_hash(line: str, end: int, wanted: str, release: _Release, index: str) -> str:
    """The line of a file, whose place ends at `end`, with the hash that is wanted."""
    found = _HASH.search(line)
    if found is None:
        return f'{line[:end]}, hash = "{wanted}"{line[end:]}'
    if found[0].partition(":")[0] == wanted.partition(":")[0] and found[0] != wanted:
        raise InstallationError(f"Your index {index} gives other bytes for {' '.join(release)} than were verified.")
    return _HASH.sub(wanted, line)


def _release(package: Package) -> _Release:
    return package["name"], package.get("version", "")


def _files(package: Package) -> dict[str, str]:
    """The hashes of a package's files, by their names."""
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    return {_file_name(f.get("url") or f.get("path") or f["filename"]): f["hash"] for f in files if "hash" in f}


def _file_name(place: str) -> str:
    return unquote(place.partition("#")[0].partition("?")[0].rpartition("/")[2])
