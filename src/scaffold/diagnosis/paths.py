"""Look at the current folder's path: what of it breaks tools, or makes them slow."""

import os
import re
from collections.abc import Iterator

from scaffold.diagnosis.findings import Finding, failed, ok, warning
from scaffold.diagnosis.machine import Machine, System
from scaffold.diagnosis.remedies import work_at_home

# The longest path in an environment of the starters has 142; before it come the project's name and ".venv".
BELOW_CHARACTERS = 200
_LONGEST = {System.WINDOWS: 260, System.MACOS: 1024}
_LONGEST_ELSEWHERE = 4096
# Folders that are copied to a server: "OneDrive - University", "Dropbox (Work)", "GoogleDrive-me@example.org".
_SYNCED = re.compile(
    r"(onedrive|dropbox|google ?drive|mobile documents|icloud ?drive|nextcloud|owncloud|pclouddrive)($|[ (-])"
)


def look_at_path(machine: Machine) -> Iterator[Finding]:
    """The path of the current folder, where a project would be made."""
    if machine.folder is not None:
        long_paths = machine.system is System.WINDOWS and _has_long_paths()
        yield judge_path(machine, str(machine.folder), long_paths=long_paths)


def judge_path(machine: Machine, path: str, *, long_paths: bool = False) -> Finding:
    """The worst that there is to say of a path; `long_paths`: Windows was told to allow them."""
    longest = _LONGEST_ELSEWHERE if long_paths else _LONGEST.get(machine.system, _LONGEST_ELSEWHERE)
    home = work_at_home(machine)
    units = len(path) if machine.system is System.WINDOWS else len(os.fsencode(path))
    if units + BELOW_CHARACTERS > longest:
        return failed("path", path, f"It is too long ({units}): paths may have {longest} here, those below too.", home)
    parts = path.lower().replace("\\", "/").split("/")
    if any(map(_SYNCED.match, parts)):
        problem = (
            "This folder is synchronised: thousands of files of an environment would be, and get locked meanwhile."
        )
        return warning("path", path, problem, home)
    if machine.is_wsl and path.startswith("/mnt/") and path[6:7] in ("", "/"):
        problem = "This folder is Windows's: seen from WSL it is many times slower, and file watchers do not work."
        return warning("path", path, problem, home)
    if not path.isascii():
        return warning("path", path, "It has letters outside of ASCII, which some build tools do not take.", home)
    if any(character.isspace() for character in path):
        return warning("path", path, "It has a space, which scripts without quotes fall over.", home)
    return ok("path", f"{units} long, nothing in it that tools fall over")


def _has_long_paths() -> bool:
    from scaffold.diagnosis.windows import long_paths_enabled

    return long_paths_enabled()
