"""The one command against a problem, as it is typed on this machine: pure text, nothing is run."""

import shlex
from datetime import UTC, datetime
from pathlib import Path

from scaffold.diagnosis.machine import Machine, System

# By distribution, or one that it says it is like. None of them asks a question.
_INSTALLERS = {
    "debian": ("apt-get update", "apt-get install --yes {}"),
    "ubuntu": ("apt-get update", "apt-get install --yes {}"),
    "fedora": ("dnf install --assumeyes {}",),
    "rhel": ("dnf install --assumeyes {}",),
    "suse": ("zypper --non-interactive install {}",),
    "opensuse": ("zypper --non-interactive install {}",),
    "arch": ("pacman -S --noconfirm {}",),
    "alpine": ("apk add {}",),
    "gentoo": ("emerge dev-vcs/{}",),
    "void": ("xbps-install --yes {}",),
}
_MORE_WATCHES = "fs.inotify.max_user_watches=524288\\nfs.inotify.max_user_instances=1024\\n"


def install_git(machine: Machine) -> str | None:
    if machine.system is System.MACOS:
        return "xcode-select --install"
    if machine.system is System.WINDOWS:
        return "winget install --exact --id Git.Git"
    for family in machine.families:
        if steps := _INSTALLERS.get(family):
            return " && ".join(as_root(machine, step.format("git")) for step in steps)
    return None


def as_root(machine: Machine, command: str) -> str:
    return command if machine.is_root else f"sudo {command}"


def set_clock(machine: Machine, now: datetime) -> str:
    """`now` is what the clock should say."""
    if machine.system is System.MACOS:
        return "sudo sntp -sS time.apple.com"
    if machine.system is System.WINDOWS:
        return "w32tm /resync"
    if machine.is_wsl:
        return as_root(machine, "hwclock --hctosys")
    if Path("/run/systemd/system").is_dir():
        return as_root(machine, "timedatectl set-ntp true")
    return as_root(machine, f"date -u -s '{now.astimezone(UTC):%Y-%m-%d %H:%M:%S}'")


def set_variable(machine: Machine, name: str, value: str) -> str:
    if machine.system is System.WINDOWS:
        return f'$env:{name} = "{value}"'
    if machine.shell_name == "fish":
        return f"set -gx {name} {shlex.quote(value)}"
    return f"export {name}={shlex.quote(value)}"


def copy_variable(machine: Machine, name: str, *, to: str) -> str:
    """Without showing the value."""
    if machine.system is System.WINDOWS:
        return f"$env:{to} = $env:{name}"
    return f'set -gx {to} "${name}"' if machine.shell_name == "fish" else f'export {to}="${name}"'


def unset(machine: Machine, *names: str) -> str:
    if machine.system is System.WINDOWS:
        return "Remove-Item " + ", ".join(f"Env:{name}" for name in names)
    return f"{'set -e' if machine.shell_name == 'fish' else 'unset'} {' '.join(names)}"


def without(machine: Machine, source: str | None) -> str | None:
    """Without a setting, where a variable holds it; None where it is in a file, or nowhere."""
    return unset(machine, source) if source and source in machine.environ else None


def prefer_on_path(machine: Machine, folder: Path) -> str:
    """Programs of this folder before those of others."""
    if machine.system is System.WINDOWS:
        return f'$env:Path = "{folder};$env:Path"'
    if machine.shell_name == "fish":
        return f"fish_add_path {shlex.quote(str(folder))}"
    return f"export PATH={shlex.quote(str(folder))}:$PATH"


def work_at_home(machine: Machine) -> str:
    """A folder that is fit for projects."""
    if machine.system is System.WINDOWS:
        return r"mkdir C:\code -Force; cd C:\code"
    return "mkdir -p ~/code && cd ~/code"


def new_temporary(machine: Machine) -> str:
    """Another place for temporary files."""
    if machine.system is System.WINDOWS:
        return r'mkdir C:\tmp -Force; $env:TEMP = "C:\tmp"'
    setting = "set -gx TMPDIR ~/tmp" if machine.shell_name == "fish" else "export TMPDIR=~/tmp"
    return f"mkdir -p ~/tmp && {setting}"


def open_page(machine: Machine, url: str) -> str | None:
    """A page in the browser; None where there is no screen for one."""
    if machine.system is System.LINUX and not ({"DISPLAY", "WAYLAND_DISPLAY"} & set(machine.environ)):
        return None
    opener = {System.MACOS: "open", System.WINDOWS: "start"}.get(machine.system, "xdg-open")
    return f"{opener} {url if machine.system is System.WINDOWS else shlex.quote(url)}"


def end_process(machine: Machine, pid: int) -> str:
    return f"taskkill /PID {pid}" if machine.system is System.WINDOWS else f"kill {pid}"


def watch_more(machine: Machine) -> str:
    file = "/etc/sysctl.d/60-inotify.conf"
    return f"printf '{_MORE_WATCHES}' | {as_root(machine, f'tee {file}')} && {as_root(machine, f'sysctl -p {file}')}"
