"""Install from a lock, resolve a lock afresh: uv, under supervision."""

import re
import time
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from uv import find_uv_bin

from scaffold.environment.interpreters import find_interpreter, own_version
from scaffold.environment.origins import Fit, fit, locked_indexes, spelled_as_locked
from scaffold.environment.remnants import clear_remnants
from scaffold.errors import InstallationError, ToolMissingError
from scaffold.model import Environment, Resolution, Starter
from scaffold.processes import Command, ask, child_environment, run
from scaffold.uv_settings import read, shown

INSTALL_SECONDS = 600.0
VENV = ".venv"
# A user's own settings of these would put the environment elsewhere, or make uv look at another project.
_NOT_THESE = (
    "UV_PROJECT_ENVIRONMENT",
    "UV_PROJECT",
    "UV_WORKING_DIR",
    "UV_WORKING_DIRECTORY",
    "UV_ENV_FILE",
    "UV_PYTHON",
)


# lowest-direct: the floors of what the project itself names; floors of others' requirements are not its promise.
_RESOLUTIONS: dict[Resolution, tuple[str, ...]] = {
    Resolution.LOCKED: (),
    Resolution.LATEST: (),
    Resolution.LOWEST: ("--resolution", "lowest-direct"),
    Resolution.PRERELEASE: ("--prerelease", "allow"),
}


def sync_command(*, latest: bool = False) -> tuple[str, ...]:
    """What a person types to install a starter."""
    return ("uv", "sync") if latest else ("uv", "sync", "--locked")


async def install(
    starter: Starter,
    *,
    python: str | None,
    log: Path,
    resolution: Resolution = Resolution.LOCKED,
    place: Path | None = None,
    dev: bool = True,
) -> tuple[Environment, float]:
    """Install a starter from its lock; returns the environment and the CPU seconds that it took.

    It is installed into its `.venv`, or into `place`, where it is what the lock says afterwards, whatever it was.
    `resolution` says whether it is the verified lock, which is held against pyproject.toml, or one of `resolve`.
    Without `dev` there is only what the starter needs to run.

    With everything in uv's cache nothing is asked of the network. `python` is "3.12" or None for the version that
    runs scaffold. Raises ToolMissingError where there is no such interpreter, InstallationError where uv fails.
    """
    wanted = python or own_version()
    interpreter = find_interpreter(wanted)
    # A lock remembers how it was resolved, and uv would call it outdated for whoever does not say the same.
    how = "--locked" if resolution is Resolution.LOCKED else "--frozen"
    arguments = ["sync", how, "--python", str(interpreter)]
    if not dev:
        arguments.append("--no-dev")
    path = place or starter.path / VENV
    # A place that is given was marked when it was whole, and in a new one nothing was left.
    may_be_partial = place is None and path.exists()
    if may_be_partial:
        clear_remnants(path)
    settings = {"UV_PROJECT_ENVIRONMENT": str(path)}
    try:
        cpu_seconds = await call_uv(arguments, starter.path, log, settings | spelled_as_locked(starter.path))
        # The uv of a scaffold that was killed ends a moment after it, and may have written until now: the next one
        # waits for its lock, and takes for installed what it has left.
        if may_be_partial and clear_remnants(path):
            cpu_seconds += await call_uv(arguments, starter.path, log, settings | spelled_as_locked(starter.path))
    except InstallationError as error:
        if "needs to be updated" in str(error) and fit(starter.path) is Fit.OTHER:
            raise InstallationError(
                f"uv.lock names {locked_indexes(starter.path)}, and uv is set to {shown(read().default.url)} here, so "
                f"it does not take the lock. 'uv lock' in {starter.path} makes it name your index."
            ) from error
        raise
    return Environment(path=path, python=wanted, interpreter=interpreter), cpu_seconds


async def resolve(
    project: Path,
    *,
    python: str | None,
    log: Path,
    resolution: Resolution = Resolution.LATEST,
    as_of: date | None = None,
) -> float:
    """Resolve a project's dependencies afresh and write its lock, for all Pythons at once; returns CPU seconds.

    With `as_of` nothing that was uploaded after that day is seen, as far as the index tells when.
    """
    interpreter = find_interpreter(python or own_version())
    arguments = ["lock", "--upgrade", "--python", str(interpreter), *_RESOLUTIONS[resolution]]
    if as_of is not None:
        arguments += ["--exclude-newer", f"{as_of}T23:59:59Z"]
    return await call_uv(arguments, project, log)


async def export_sbom(starter: Starter, file: Path, *, log: Path) -> float:
    """Write what a starter's lock holds as CycloneDX, without network; returns CPU seconds."""
    arguments = ["export", "--format", "cyclonedx1.5", "--frozen", "--offline", "--quiet", "--output-file", str(file)]
    return await call_uv(arguments, starter.path, log)


def installed(starter: Starter) -> Environment | None:
    """The environment that a starter already has, or None where it has none that runs."""
    path = starter.path / VENV
    try:
        settings = (path / "pyvenv.cfg").read_text()
    except OSError:
        return None
    found = re.search(r"^version(?:_info)?\s*=\s*(3\.\d+)", settings, re.MULTILINE)
    if found is None or not (path / "bin" / "python").exists():
        return None
    return Environment(path=path, python=found.group(1))


@cache
def uv_version() -> str:
    return (ask([find_uv_bin(), "--version"]) or "uv, version unknown").split(" (")[0]


def uv_environment() -> dict[str, str]:
    """The variables that uv is given: the user's own, but for those that would lead it astray."""
    environ = child_environment({"UV_PYTHON_DOWNLOADS": "never"}, network=True)
    return {name: value for name, value in environ.items() if name not in _NOT_THESE}


async def call_uv(arguments: list[str], cwd: Path, log: Path, settings: Mapping[str, str] | None = None) -> float:
    """Run uv in a project; returns its CPU seconds. Raises ToolMissingError and InstallationError."""
    try:
        uv = find_uv_bin()
    except FileNotFoundError as error:
        raise ToolMissingError("uv is missing. Get it with: python -m pip install uv") from error
    # uv leaves its lock files where temporary files go.
    temporary = log.parent / "tmp"
    temporary.mkdir(exist_ok=True)
    environ = uv_environment() | {"TMPDIR": str(temporary)} | dict(settings or {})
    begun = time.monotonic()
    finished = await run(
        Command([uv, *arguments, "--no-progress", "--color=never"], cwd=cwd, env=environ, log=log),
        deadline_seconds=INSTALL_SECONDS,
    )
    if finished.exit_code is None:
        raise InstallationError(f"Installing was given up after {time.monotonic() - begun:.0f} seconds. See {log}.")
    if finished.exit_code != 0:
        raise InstallationError(f"Installing failed; uv says: {_what_uv_says(log)}.")
    return finished.cpu_seconds


def _what_uv_says(log: Path) -> str:
    """uv's own error on one line."""
    text = log.read_text(errors="replace")
    start = max(text.rfind("error:"), text.rfind("\N{MULTIPLICATION SIGN}"))
    message = " ".join(text[max(start, 0) :].split()).removeprefix("error: ")
    return message[:500].rstrip(".") or "nothing"
