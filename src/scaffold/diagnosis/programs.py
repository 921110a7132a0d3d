"""Look at the programs: Python, uv, git, and whether `scaffold` is the one that is typed."""

import os
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from packaging.version import InvalidVersion, Version
from uv import find_uv_bin

from scaffold.catalog import frameworks
from scaffold.diagnosis.findings import Finding, failed, ok, warning
from scaffold.diagnosis.machine import Machine, System
from scaffold.diagnosis.remedies import install_git, prefer_on_path
from scaffold.environment import find_interpreter, own_version
from scaffold.errors import ToolMissingError
from scaffold.processes import NOT_ON_WINDOWS, Said, inquire

PROGRAM_SECONDS = 4.0
# `git init --initial-branch`.
OLDEST_GIT = Version("2.28")
# The first with --locked and dependency groups as the starters have them.
OLDEST_UV = Version("0.9")
_IDENTITY = 'git config --global user.name "Your Name" && git config --global user.email you@example.org'


def look_at_system(machine: Machine) -> Iterator[Finding]:
    """The operating system: scaffold is proven on one."""
    if machine.system is System.WINDOWS:
        yield failed("system", machine.title, NOT_ON_WINDOWS, "wsl --install")
    else:
        yield ok("system", f"{machine.title}{', in WSL' if machine.is_wsl else ''}, {sysconfig.get_platform()}")


def look_at_python(machine: Machine) -> Iterator[Finding]:
    """The Python that runs scaffold, as starters are installed with it."""
    proven = sorted({python for each in frameworks() for python in each.verified.pythons}, key=Version)
    version = own_version()
    found = f"{sys.version.split()[0]}, {sys.executable}"
    try:
        find_interpreter(version)
    except ToolMissingError:
        yield failed(
            "Python",
            found,
            f"No Python {version} can be run by itself, outside of the environment of scaffold.",
            f"uv python install {version}",
        )
        return
    if proven and version not in proven:
        yield warning(
            "Python",
            found,
            f"The starters are proven on {', '.join(proven)}: add --python {proven[-1]} to 'scaffold new'.",
            f"uv python install {proven[-1]}",
        )
    else:
        yield ok("Python", found)


def look_at_uv(machine: Machine) -> Iterator[Finding]:
    """The uv that scaffold runs, and the one that a person would type, where it is another."""
    again = f'"{sys.executable}" -m pip install --force-reinstall uv'
    again = f"& {again}" if machine.system is System.WINDOWS else again
    try:
        own = Path(find_uv_bin())
    except FileNotFoundError:
        yield failed("uv", "missing", "uv, which scaffold installs with, is missing from its environment.", again)
        return
    said = inquire([own, "--version"], seconds=PROGRAM_SECONDS)
    if said.exit_code != 0:
        yield failed("uv", str(own), f"uv does not work here: {_trouble(said)}.", again)
        return
    version = _version(said)
    if version is not None and version < OLDEST_UV:
        yield failed("uv", f"{version}, {own}", f"scaffold needs uv {OLDEST_UV} or newer.", again)
        return
    yield ok("uv", f"{version}, {own}")
    yield from _look_at_typed_uv(machine, own)


def _look_at_typed_uv(machine: Machine, own: Path) -> Iterator[Finding]:
    """The next steps that `scaffold new` shows say "uv" where there is one on the path."""
    typed = shutil.which("uv")
    if typed is None or os.path.realpath(typed) == os.path.realpath(own):
        return
    said = inquire([typed, "--version"], seconds=PROGRAM_SECONDS)
    version = _version(said)
    if said.exit_code != 0:
        problem = f"The uv that comes first on the path does not work: {_trouble(said)}."
    elif version is not None and version < OLDEST_UV:
        problem = f"The uv that comes first on the path is {version}; the starters need {OLDEST_UV} or newer."
    else:
        return
    yield warning("uv", typed, problem, prefer_on_path(machine, own.parent))


def look_at_git(machine: Machine) -> Iterator[Finding]:
    """git, and whom it takes you for. Without it there is no first commit, and everything else."""
    path = shutil.which("git")
    if path is None:
        yield warning("git", "missing", "Without git a project gets no repository.", install_git(machine))
        return
    said = inquire([path, "--version"], seconds=PROGRAM_SECONDS)
    yield judge_git(machine, path, said, identity=_identity() if said.exit_code == 0 else False)


def judge_git(machine: Machine, path: str, said: Said, *, identity: bool) -> Finding:
    """What it means that git says this of its version; `identity`: it knows who commits."""
    if said.exit_code != 0:
        # The stub of macOS: it is there, and asks for the developer tools.
        return warning(
            "git", path, f"git does not work, and a project gets no repository: {_trouble(said)}.", install_git(machine)
        )
    version = _version(said)
    found = f"{version or said.output}, {path}"
    if version is not None and version < OLDEST_GIT:
        problem = f"git is older than {OLDEST_GIT}, and a project gets no repository."
        return warning("git", found, problem, install_git(machine))
    if not identity:
        problem = "git does not know who you are: the first commit will be scaffold's, and yours will be refused."
        return warning("git", found, problem, _IDENTITY)
    return ok("git", found)


def _identity() -> bool:
    return inquire(["git", "var", "GIT_COMMITTER_IDENT"], seconds=PROGRAM_SECONDS).exit_code == 0


def look_at_command(machine: Machine) -> Iterator[Finding]:
    """Whether what is typed as `scaffold` is this one."""
    yield judge_command(machine, Path(sysconfig.get_path("scripts")), shutil.which("scaffold"))


def judge_command(machine: Machine, scripts: Path, typed: str | None) -> Finding:
    """`scripts` is where this scaffold's command is, `typed` what the path leads to."""
    if typed is None:
        problem = "Its folder is not on the path: 'scaffold' alone is not found."
        return warning("command", str(scripts / "scaffold"), problem, prefer_on_path(machine, scripts))
    if os.path.realpath(Path(typed).parent) != os.path.realpath(scripts):
        problem = f"Another scaffold comes first on the path, not the one in {scripts}."
        return warning("command", typed, problem, prefer_on_path(machine, scripts))
    return ok("command", typed)


def _version(said: Said) -> Version | None:
    """Of "git version 2.39.5 (Apple Git-154)", the number."""
    for word in said.output.split():
        try:
            return Version(word.removesuffix(".windows.1"))
        except InvalidVersion:
            continue
    return None


def _trouble(said: Said) -> str:
    return said.problem or (said.errors or said.output or f"it ends with status {said.exit_code}").splitlines()[0]
