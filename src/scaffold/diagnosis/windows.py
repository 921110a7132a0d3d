"""What is looked at on Windows alone: the shop's Python, PowerShell's policy, long paths.

Decisions are made of what the programs said, and tested so; they were not run on Windows.
"""

import re
import shutil
from collections.abc import Iterator

from scaffold.diagnosis.findings import Finding, not_tried, ok, warning
from scaffold.diagnosis.machine import Machine, System
from scaffold.processes import Said, inquire

WINDOWS_SECONDS = 4.0
_KEY = r"HKLM\SYSTEM\CurrentControlSet\Control\FileSystem"
# Windows itself asks nobody about these.
_RUNS_SCRIPTS = ("remotesigned", "unrestricted", "bypass")


def look_at_windows(machine: Machine) -> Iterator[Finding]:
    if machine.system is not System.WINDOWS:
        return
    path = shutil.which("python")
    if path is not None:
        yield from judge_alias(path, inquire([path, "--version"], seconds=WINDOWS_SECONDS))
    yield judge_policy(
        inquire(["powershell", "-NoProfile", "-Command", "Get-ExecutionPolicy"], seconds=WINDOWS_SECONDS)
    )
    yield judge_long_paths(_asked_for_long_paths())


def judge_alias(path: str, said: Said) -> Iterator[Finding]:
    """Whether what is typed as `python` only opens the shop: an alias of no size, with a message in its own words."""
    if r"\microsoft\windowsapps" in path.lower() and not re.match(r"Python \d", said.output):
        problem = "What is typed as 'python' is no Python: it opens the Microsoft Store."
        yield warning("python", path, problem, "winget install --exact --id Python.Python.3.13")


def judge_policy(said: Said) -> Finding:
    """Whether PowerShell runs the script that activates an environment."""
    if said.exit_code != 0 or not said.output:
        return not_tried("PowerShell", said.problem or "it does not tell its execution policy")
    if said.output.strip().lower() in _RUNS_SCRIPTS:
        return ok("PowerShell", f"execution policy {said.output}")
    problem = r"PowerShell runs no scripts, not .venv\Scripts\Activate.ps1 either."
    return warning(
        "PowerShell",
        f"execution policy {said.output}",
        problem,
        "Set-ExecutionPolicy -Scope CurrentUser -ExecutionPolicy RemoteSigned",
    )


def judge_long_paths(said: Said) -> Finding:
    if enables_long_paths(said):
        return ok("long paths", "allowed")
    problem = "Paths end at 260 characters; those of an installed package may be longer. As administrator:"
    command = f'reg add "{_KEY}" /v LongPathsEnabled /t REG_DWORD /d 1 /f'
    return warning("long paths", "not allowed", problem, command)


def enables_long_paths(said: Said) -> bool:
    return re.search(r"LongPathsEnabled\s+REG_DWORD\s+0x1\b", said.output) is not None


def long_paths_enabled() -> bool:
    return enables_long_paths(_asked_for_long_paths())


def _asked_for_long_paths() -> Said:
    return inquire(["reg", "query", _KEY, "/v", "LongPathsEnabled"], seconds=WINDOWS_SECONDS)
