"""What kind of machine this is, and who asks: all that decides how a command against a problem reads here."""

import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class System(StrEnum):
    LINUX = "linux"
    MACOS = "macos"
    WINDOWS = "windows"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Machine:
    system: System
    # "Debian GNU/Linux 12 (bookworm)"
    title: str
    # On Linux, the distribution and those that it is like: "ubuntu", "debian".
    families: tuple[str, ...] = ()
    # The current folder; None where it was removed.
    folder: Path | None = None
    is_root: bool = False
    # Linux in Windows.
    is_wsl: bool = False
    # "bash", "fish"; of Windows "powershell".
    shell_name: str = "sh"
    environ: Mapping[str, str] = field(default_factory=dict)


def this_machine() -> Machine:
    """This machine, with this process's folder and variables."""
    system = _SYSTEMS.get(sys.platform, System.OTHER)
    release = _os_release() if system is System.LINUX else {}
    try:
        folder = Path.cwd()
    except OSError:
        folder = None
    shell_name = "powershell" if system is System.WINDOWS else Path(os.environ.get("SHELL", "sh")).name
    return Machine(
        system=system,
        title=_title(system, release),
        families=tuple(f"{release.get('ID', '')} {release.get('ID_LIKE', '')}".split()),
        folder=folder,
        is_root=hasattr(os, "geteuid") and os.geteuid() == 0,
        is_wsl=system is System.LINUX and "microsoft" in platform.release().lower(),
        shell_name=shell_name,
        environ=dict(os.environ),
    )


_SYSTEMS = {"linux": System.LINUX, "darwin": System.MACOS, "win32": System.WINDOWS}


def _os_release() -> dict[str, str]:
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


def _title(system: System, release: Mapping[str, str]) -> str:
    if system is System.MACOS:
        return f"macOS {platform.mac_ver()[0]}"
    if system is System.WINDOWS:
        return f"Windows {platform.release()} {platform.version()}"
    return release.get("PRETTY_NAME") or platform.system() or "an unknown system"
