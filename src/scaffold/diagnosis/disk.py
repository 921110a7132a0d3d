"""Look at the places that are written to: whether they can be, how much room there is, what is mounted there."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from platformdirs import user_cache_path

from scaffold.diagnosis.findings import Finding, Grade, failed, ok, warning
from scaffold.diagnosis.machine import Machine, System
from scaffold.diagnosis.remedies import new_temporary, set_variable, work_at_home
from scaffold.environment import cache_folder
from scaffold.processes import MAX_TEMPORARY_BYTES

# The largest starter takes some 150 MB with what its tests need, and on another disk as much again in uv's cache.
NEEDED_BYTES = 400 * 1000**2
COMFORTABLE_BYTES = 2 * 1000**3
UV_SECONDS = 4.0
_TRIAL = b"scaffold" * 512


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that is written to; it may not be there yet."""

    about: str
    path: Path
    # Against everything that may be wrong with it: to take another.
    another: str
    # Whether `scaffold new` stops without it.
    is_needed: bool = True
    # Whether it is on the same disk as uv's cache, which can be emptied.
    holds_cache: bool = False


def look_at_folder(machine: Machine) -> Iterator[Finding]:
    """The current folder, where `scaffold new` writes."""
    if machine.folder is None:
        yield failed("folder", "gone", "The current folder was removed.", work_at_home(machine))
    else:
        yield _look(Place("folder", machine.folder, work_at_home(machine)), machine)


def look_at_temporary(machine: Machine) -> Iterator[Finding]:
    yield from _look_at_temporary_variable(machine)
    yield _look(Place("temporary", Path(tempfile.gettempdir()), new_temporary(machine)), machine)


def look_at_uv_cache(machine: Machine) -> Iterator[Finding]:
    own_place = "~/.uv-cache" if machine.system is not System.WINDOWS else r"C:\uv-cache"
    another = set_variable(machine, "UV_CACHE_DIR", str(Path(own_place).expanduser()))
    yield _look(Place("uv's cache", _uv_cache(machine), another), machine)


def look_at_own_cache(machine: Machine) -> Iterator[Finding]:
    base = str(Path("~/.scaffold-cache").expanduser())
    another = set_variable(machine, "XDG_CACHE_HOME", base)
    yield _look(Place("own cache", user_cache_path("scaffold"), another, is_needed=False), machine)


def _look(place: Place, machine: Machine) -> Finding:
    """Each place by itself: where one hangs, the others are still told."""
    room = free_bytes(place.path)
    if room is not None and room < NEEDED_BYTES:
        place = replace(place, holds_cache=_disk(place.path) == _disk(_uv_cache(machine)))
    return judge_place(place, trouble=trouble_of_writing(place.path), room=room, machine=machine)


def _uv_cache(machine: Machine) -> Path:
    return cache_folder(seconds=UV_SECONDS) or Path(machine.environ.get("UV_CACHE_DIR") or user_cache_path("uv"))


def judge_place(place: Place, *, trouble: str | None, room: int | None, machine: Machine) -> Finding:
    """`trouble`: why nothing can be written there; `room`: the free bytes, None where nobody knows."""
    grade = Grade.FAILED if place.is_needed else Grade.WARNING
    found = str(place.path) if room is None or trouble else f"{place.path}, {_size(room)} free"
    if room is not None and room < NEEDED_BYTES:
        found = f"{place.path}, {_size(room)} free"
        problem = f"The disk is {'full' if trouble else 'nearly full'}: a starter needs {_size(NEEDED_BYTES)}."
        command = "uv cache clean" if place.holds_cache else place.another
        return Finding(place.about, grade, found, problem, command)
    if trouble is not None:
        return Finding(place.about, grade, found, f"Nothing can be written there: {trouble}.", place.another)
    if is_noexec(place.path) and place.about in ("folder", "temporary"):
        problem = "It is mounted with noexec: no program that is installed there can be started."
        # `scaffold new` starts nothing in the folder for temporary files; `smoke` starts everything there.
        graded = Grade.FAILED if place.about == "folder" else Grade.WARNING
        return Finding(place.about, graded, found, problem, place.another)
    if room is not None and room < COMFORTABLE_BYTES:
        return warning(place.about, found, f"Little room is left: a starter needs up to {_size(NEEDED_BYTES)}.")
    return ok(place.about, found)


def trouble_of_writing(folder: Path) -> str | None:
    """Why no file can be made in a folder, or in the one where it would be made; None where one was, and is gone."""
    existing = _nearest(folder)
    try:
        if not existing.is_dir():
            return f"{existing} is a file"
        # It has no name, or one for a moment: nothing is left of it.
        with tempfile.TemporaryFile(dir=existing, buffering=0) as file:
            file.write(_TRIAL)
    except OSError as error:
        return f"{existing}: {error.strerror or error}"
    return None


def free_bytes(folder: Path) -> int | None:
    """The room on a folder's disk; also 0 where the disk has no place for another file, however small."""
    existing = _nearest(folder)
    try:
        room = shutil.disk_usage(existing).free
        if hasattr(os, "statvfs"):
            status = os.statvfs(existing)
            if status.f_files and not status.f_favail:
                return 0
    except OSError:
        return None
    return room


def is_noexec(folder: Path) -> bool:
    noexec = getattr(os, "ST_NOEXEC", 0)
    try:
        return bool(noexec and os.statvfs(_nearest(folder)).f_flag & noexec)
    except OSError:
        return False


def _look_at_temporary_variable(machine: Machine) -> Iterator[Finding]:
    """TMPDIR may name what is not there, which Python passes over, or be too long for a socket below it."""
    given = machine.environ.get("TMPDIR")
    if not given or machine.system is System.WINDOWS:
        return
    if not Path(given).is_dir():
        problem = "The folder that TMPDIR names is not there: each program takes another place, or fails."
        yield warning("TMPDIR", given, problem, f"mkdir -p {set_variable(machine, 'X', given).partition('=')[2]}")
    elif len(os.fsencode(given)) > MAX_TEMPORARY_BYTES and not os.access("/tmp", os.W_OK):  # noqa: S108
        problem = "It is too long for the sockets of servers below it, and /tmp, the place instead, is not writable."
        yield warning("TMPDIR", given, problem, new_temporary(machine))


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    folder = folder.absolute()
    while not os.path.lexists(folder) and folder != folder.parent:
        folder = folder.parent
    return folder


def _disk(folder: Path) -> int | None:
    try:
        return _nearest(folder).stat().st_dev
    except OSError:
        return None


def _size(count: int) -> str:
    return f"{count / 1000**3:.1f} GB" if count >= 1000**3 else f"{count / 1000**2:.0f} MB"
