"""What is made of facts that this machine does not have: other systems, above all Windows, from recorded outputs."""

from datetime import UTC, datetime
from pathlib import Path, PureWindowsPath

import pytest

from scaffold.diagnosis import Grade, Machine, System, remedies
from scaffold.diagnosis.disk import Place, judge_place
from scaffold.diagnosis.paths import judge_path
from scaffold.diagnosis.ports import Holder, judge_holder
from scaffold.diagnosis.programs import judge_git, look_at_system
from scaffold.diagnosis.variables import look_at_variables
from scaffold.diagnosis.watching import judge_watches
from scaffold.diagnosis.windows import enables_long_paths, judge_alias, judge_long_paths, judge_policy
from scaffold.processes import NOT_ON_WINDOWS, Said

LINUX = Machine(System.LINUX, "Debian", families=("debian",), shell_name="bash")
MACOS = Machine(System.MACOS, "macOS 26.1", shell_name="zsh")
WINDOWS = Machine(System.WINDOWS, "Windows 11", shell_name="powershell")
NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)

STORE = r"C:\Users\me\AppData\Local\Microsoft\WindowsApps\python.exe"
STORE_SAID = Said(
    9009,
    "",
    "Python was not found; run without arguments to install from the Microsoft Store, or disable this shortcut from "
    "Settings > Apps > Advanced app settings > App execution aliases.",
)
LONG_PATHS = r"""
HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\FileSystem
    LongPathsEnabled    REG_DWORD    0x{}

"""


def test_windows_is_refused_in_the_words_of_every_other_command() -> None:
    (finding,) = look_at_system(WINDOWS)

    assert (finding.grade, finding.problem, finding.command) == (Grade.FAILED, NOT_ON_WINDOWS, "wsl --install")


def test_the_alias_of_the_store_is_told_from_a_python_of_the_store() -> None:
    (alias,) = judge_alias(STORE, STORE_SAID)

    assert (alias.grade, alias.found) == (Grade.WARNING, STORE)
    assert list(judge_alias(STORE, Said(0, "Python 3.13.1"))) == []
    assert list(judge_alias(r"C:\Python313\python.exe", Said(1, ""))) == []


@pytest.mark.parametrize(
    ("policy", "grade"),
    [
        ("Restricted", Grade.WARNING),
        ("AllSigned", Grade.WARNING),
        ("Undefined", Grade.WARNING),
        ("RemoteSigned", Grade.OK),
        ("Unrestricted", Grade.OK),
        ("Bypass", Grade.OK),
    ],
)
def test_a_policy_of_powershell_allows_scripts_or_not(policy: str, grade: Grade) -> None:
    assert judge_policy(Said(0, policy)).grade is grade


def test_without_powershell_nothing_is_said_of_its_policy() -> None:
    assert judge_policy(Said(None, problem="it is not there")).grade is Grade.NOT_TRIED


def test_long_paths_are_read_from_the_registry() -> None:
    assert enables_long_paths(Said(0, LONG_PATHS.format(1)))
    assert judge_long_paths(Said(0, LONG_PATHS.format(1))).grade is Grade.OK
    for said in (Said(0, LONG_PATHS.format(0)), Said(1, "", "ERROR: The system was unable to find the specified key.")):
        finding = judge_long_paths(said)
        assert finding.grade is Grade.WARNING
        assert str(finding.command).startswith("reg add ")


@pytest.mark.parametrize(
    ("machine", "path", "grade", "said"),
    [
        pytest.param(LINUX, "/home/me/code", Grade.OK, "None", id="good"),
        pytest.param(LINUX, "/home/me/my code", Grade.WARNING, "a space", id="space"),
        pytest.param(LINUX, "/home/me/Übung", Grade.WARNING, "outside of ASCII", id="letters"),
        pytest.param(LINUX, "/home/me/" + "x" * 4000, Grade.FAILED, "too long", id="too long"),
        pytest.param(MACOS, "/Users/me/" + "x" * 900, Grade.FAILED, "1024", id="too long for macOS"),
        pytest.param(MACOS, "/Users/me/Library/Mobile Documents/code", Grade.WARNING, "synchronised", id="iCloud"),
        pytest.param(LINUX, "/home/me/Dropbox (Work)/code", Grade.WARNING, "synchronised", id="Dropbox"),
        pytest.param(WINDOWS, r"C:\Users\me\OneDrive - Uni\code", Grade.WARNING, "synchronised", id="OneDrive"),
        pytest.param(LINUX, "/home/me/onedriver-source", Grade.OK, "None", id="only alike"),
        pytest.param(WINDOWS, r"C:\code", Grade.OK, "None", id="Windows"),
        pytest.param(WINDOWS, "C:\\" + "x" * 80, Grade.FAILED, "260", id="too long for Windows"),
        pytest.param(
            Machine(System.LINUX, "Ubuntu", is_wsl=True),
            "/mnt/c/Users/me",
            Grade.WARNING,
            "from WSL",
            id="Windows's disk",
        ),
    ],
)
def test_the_traps_of_a_path(machine: Machine, path: str, grade: Grade, said: str) -> None:
    finding = judge_path(machine, path)

    assert finding.grade is grade
    assert said in str(finding.problem)
    assert (finding.command is None) == (grade is Grade.OK)


def test_windows_with_long_paths_takes_long_paths() -> None:
    assert judge_path(WINDOWS, "C:\\" + "x" * 80, long_paths=True).grade is Grade.OK


@pytest.mark.parametrize(
    ("machine", "command"),
    [
        pytest.param(LINUX, "sudo apt-get update && sudo apt-get install --yes git", id="debian"),
        pytest.param(
            Machine(System.LINUX, "Rocky", families=("rocky", "rhel", "fedora")),
            "sudo dnf install --assumeyes git",
            id="like rhel",
        ),
        pytest.param(Machine(System.LINUX, "Alpine", families=("alpine",), is_root=True), "apk add git", id="as root"),
        pytest.param(Machine(System.LINUX, "Arch", families=("arch",)), "sudo pacman -S --noconfirm git", id="arch"),
        pytest.param(Machine(System.LINUX, "of my own"), None, id="unknown"),
        pytest.param(MACOS, "xcode-select --install", id="macos"),
        pytest.param(WINDOWS, "winget install --exact --id Git.Git", id="windows"),
    ],
)
def test_git_is_installed_as_the_system_does_it(machine: Machine, command: str | None) -> None:
    assert remedies.install_git(machine) == command


def test_the_git_of_macos_that_only_asks_for_its_tools_is_told() -> None:
    said = Said(1, "", "xcode-select: note: No developer tools were found, requesting install.\nChoose an option.")

    finding = judge_git(MACOS, "/usr/bin/git", said, identity=False)

    assert "No developer tools were found" in str(finding.problem)
    assert finding.command == "xcode-select --install"


def test_versions_of_git_are_read_in_every_system_s_form() -> None:
    for output in ("git version 2.39.5 (Apple Git-154)", "git version 2.51.0.windows.1", "git version 2.43.0"):
        assert judge_git(LINUX, "git", Said(0, output), identity=True).grade is Grade.OK
    assert "older" in str(judge_git(LINUX, "git", Said(0, "git version 2.17.1.windows.1"), identity=True).problem)


@pytest.mark.parametrize(
    ("machine", "command"),
    [
        (MACOS, "sudo sntp -sS time.apple.com"),
        (WINDOWS, "w32tm /resync"),
        (Machine(System.LINUX, "Ubuntu", is_wsl=True), "sudo hwclock --hctosys"),
    ],
)
def test_the_clock_is_set_as_the_system_does_it(machine: Machine, command: str) -> None:
    assert remedies.set_clock(machine, NOW) == command


def test_variables_are_set_in_the_words_of_the_shell() -> None:
    fish = Machine(System.LINUX, "Debian", shell_name="fish")

    assert remedies.set_variable(LINUX, "A", "b c") == "export A='b c'"
    assert remedies.set_variable(fish, "A", "b c") == "set -gx A 'b c'"
    assert remedies.set_variable(WINDOWS, "A", "b c") == '$env:A = "b c"'
    assert remedies.unset(fish, "A", "B") == "set -e A B"
    assert remedies.unset(WINDOWS, "A", "B") == "Remove-Item Env:A, Env:B"
    assert remedies.prefer_on_path(fish, Path("/a b")) == "fish_add_path '/a b'"


def test_a_page_is_opened_only_where_there_is_a_screen() -> None:
    desktop = Machine(System.LINUX, "Debian", environ={"DISPLAY": ":0"})

    assert remedies.open_page(LINUX, "https://pypi.org/") is None
    assert remedies.open_page(desktop, "https://pypi.org/") == "xdg-open https://pypi.org/"
    assert remedies.open_page(WINDOWS, "https://pypi.org/") == "start https://pypi.org/"


@pytest.mark.parametrize(
    ("environ", "about", "command"),
    [
        pytest.param({}, "variables", None, id="none"),
        pytest.param({"PYTHONHOME": "/usr"}, "PYTHONHOME", "unset PYTHONHOME", id="PYTHONHOME"),
        pytest.param({"UV_PYTHON": "3.9", "UV_PROJECT": "/x"}, "variables", "unset UV_PROJECT UV_PYTHON", id="uv"),
        pytest.param({"UV_NO_DEV": "1"}, "variables", "unset UV_NO_DEV", id="no tests"),
        pytest.param(
            {"PIP_INDEX_URL": "https://me:s3cret@a.example"},
            "variables",
            'export UV_DEFAULT_INDEX="$PIP_INDEX_URL"',
            id="pip's index",
        ),
        pytest.param({"SSL_CERT_FILE": "/no/such.pem"}, "SSL_CERT_FILE", "unset SSL_CERT_FILE", id="certificates"),
        pytest.param(
            {"http_proxy": "http://proxy:3128", "no_proxy": "intern"},
            "variables",
            "export no_proxy=intern,localhost,127.0.0.1",
            id="loopback",
        ),
    ],
)
def test_variables_that_disturb_are_told_with_the_way_to_be_rid_of_them(
    environ: dict[str, str], about: str, command: str | None
) -> None:
    (finding,) = look_at_variables(Machine(System.LINUX, "Debian", shell_name="bash", environ=environ))

    assert (finding.about, finding.command) == (about, command)
    assert finding.grade is (Grade.WARNING if command else Grade.OK)
    assert "s3cret" not in repr(finding)


def test_pip_s_index_is_handed_over_in_powershell_s_words() -> None:
    (finding,) = look_at_variables(Machine(System.WINDOWS, "Windows", environ={"PIP_INDEX_URL": "https://a.example"}))

    assert finding.command == "$env:UV_DEFAULT_INDEX = $env:PIP_INDEX_URL"


def test_a_full_disk_is_emptied_where_the_cache_is_on_it_and_left_where_not() -> None:
    place = Place("temporary", Path("/tmp"), "take another")
    cached = Place("temporary", Path("/tmp"), "take another", holds_cache=True)

    alone = judge_place(place, trouble=None, room=10**6, machine=LINUX)
    shared = judge_place(cached, trouble="No space left on device", room=0, machine=LINUX)

    assert (alone.grade, alone.command) == (Grade.FAILED, "take another")
    assert (shared.grade, shared.command) == (Grade.FAILED, "uv cache clean")
    assert "/tmp, 1 MB free" in alone.found


def test_a_disk_with_little_room_is_a_warning() -> None:
    place = Place("temporary", Path("/tmp"), "take another")

    assert judge_place(place, trouble=None, room=10**9, machine=LINUX).grade is Grade.WARNING


def test_a_port_of_somebody_else_is_left_to_them() -> None:
    other = judge_holder(LINUX, 8000, Holder(1, "docker-proxy", is_yours=False), other=40001)
    unknown = judge_holder(LINUX, 8000, None, other=40001)

    assert other.command == unknown.command == "scaffold run --port 40001"
    assert "docker-proxy (process 1)" in other.found
    assert "somebody else" in unknown.found


def test_few_watches_are_a_warning_with_the_command_for_more() -> None:
    few = judge_watches(LINUX, 8192, 128)

    assert judge_watches(LINUX, 192536, 128).grade is Grade.OK
    assert few.grade is Grade.WARNING
    assert "sudo tee /etc/sysctl.d/60-inotify.conf" in str(few.command)


def test_windows_paths_are_put_on_the_path_as_powershell_does() -> None:
    command = remedies.prefer_on_path(WINDOWS, PureWindowsPath(r"C:\venv\Scripts"))  # type: ignore[arg-type]

    assert command == r'$env:Path = "C:\venv\Scripts;$env:Path"'
