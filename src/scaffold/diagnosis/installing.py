"""Look at whether uv takes the locks of the starters as they are: its settings may forbid it."""

import re
from collections.abc import Iterator, Mapping

from scaffold import uv_settings
from scaffold.diagnosis.findings import Finding, failed, not_tried, ok
from scaffold.diagnosis.machine import Machine
from scaffold.diagnosis.remedies import set_variable, unset, without
from scaffold.environment import try_lock
from scaffold.errors import ScaffoldError
from scaffold.processes import Said, scratch_folder
from scaffold.uv_settings import PYPI, UvSettings, locked_url, same_index

TRIAL_SECONDS = 4.0
# With each of them uv 0.13.8 takes a lock for outdated that was made without.
_BREAKS_LOCKS = ("UV_EXCLUDE_NEWER", "UV_FORK_STRATEGY", "UV_PRERELEASE", "UV_RESOLUTION")


def look_at_lock(machine: Machine) -> Iterator[Finding]:
    """Hold a lock like the starters' against uv's settings, in a folder that is removed."""
    try:
        with scratch_folder("doctor") as folder:
            said = try_lock(folder, seconds=TRIAL_SECONDS)
            without_files = said
            if said.exit_code != 0:
                without_files = try_lock(folder, seconds=TRIAL_SECONDS, without_files=True)
    except (ScaffoldError, OSError) as error:
        yield not_tried("lock", f"uv could not be asked: {error}")
        return
    yield judge(machine, said, settings=uv_settings.read(machine.environ), files_to_blame=without_files.exit_code == 0)


def judge(machine: Machine, said: Said, *, settings: UvSettings, files_to_blame: bool) -> Finding:
    """What it means that uv says this of the lock; `files_to_blame`: without its files of settings it takes it."""
    if said.exit_code == 0:
        own = locked_url(settings.default.url)
        if same_index(own, PYPI):
            return ok("lock", "uv takes the starters' locks as they are")
        return ok("lock", f"locked again for {own}, with the verified versions and files")
    if said.problem:
        return failed("lock", "not taken", f"uv was asked whether it takes a starter's lock: {said.problem}.")
    words = _last_error(said)
    if "initialize cache" in words:
        return not_tried("lock", "uv cannot use its cache, which is looked at below")
    names = _guilty(machine.environ, words)
    command = unset(machine, *names) if names else None
    if files_to_blame:
        command = without(machine, "UV_CONFIG_FILE") or set_variable(machine, "UV_NO_CONFIG", "1")
    return failed("lock", "not taken", f"uv, as it is set up here, takes no starter's lock: {words}.", command)


def _guilty(environ: Mapping[str, str], words: str) -> list[str]:
    """The variables that uv complains of, else those that are known to do this."""
    named = [name for name in re.findall(r"UV_[A-Z_]+", words) if name in environ]
    return named or [name for name in _BREAKS_LOCKS if environ.get(name)]


def _last_error(said: Said) -> str:
    start = said.errors.rfind("error:")
    words = " ".join(said.errors[max(start, 0) :].partition("\n\nhint:")[0].split()).removeprefix("error: ")
    return words[:300].rstrip(".") or f"it ends with status {said.exit_code}"
