"""`scaffold doctor` as it is typed: its lines, its JSON, its exit code."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from scaffold.diagnosis.disk import NEEDED_BYTES
from scaffold.processes import NOT_ON_WINDOWS

from ..conftest import CommandLine
from .servers import Answers, hanging, serving

# In the place of Windows: its name, and without the modules that it does not have.
ON_WINDOWS = """
import os, subprocess, sys
import asyncio, multiprocessing, socket, sysconfig, tempfile, psutil, platformdirs, rich.console, typer, httpx, uv
sysconfig.get_path("scripts"), sysconfig.get_config_vars()
sys.platform = "win32"
for name in ("fcntl", "grp", "pwd", "resource", "termios", "tty", "pty"):
    sys.modules[name] = None
del os.geteuid, os.sched_getaffinity
from scaffold.cli import main
sys.argv = ["scaffold", *sys.argv[1:]]
main()
"""


def on_a_terminal(scaffold: CommandLine, columns: int) -> str:
    ours, its = pty.openpty()
    environ = scaffold.environ | {"COLUMNS": str(columns), "TERM": "xterm-256color", "NO_COLOR": "1"}
    environ.pop("CI", None)
    with os.fdopen(its, "w") as terminal:
        subprocess.run(
            scaffold.argv("doctor"), cwd=scaffold.folder, env=environ,
            stdin=subprocess.DEVNULL, stdout=terminal, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    said = os.read(ours, 65536).decode()
    os.close(ours)
    return said


# Rightly so: what doctor says of it is held in test_machine_looks.py, on a disk of its own.
needs_room = pytest.mark.skipif(
    shutil.disk_usage(tempfile.gettempdir()).free < 2 * NEEDED_BYTES, reason="the disk here is nearly full"
)


def without_network(scaffold: CommandLine) -> CommandLine:
    """Nothing of the network is asked, and the machine passes."""
    scaffold.environ["UV_OFFLINE"] = "1"
    return scaffold


@needs_room
def test_every_look_has_its_line_and_a_machine_that_does_ends_with_0(scaffold: CommandLine) -> None:
    done = without_network(scaffold)("doctor")

    abouts = [line[10:22].strip() for line in done.stdout.splitlines() if re.match(r"(ok|warning|not tried) ", line)]
    for about in (
        "system",
        "Python",
        "uv",
        "git",
        "lock",
        "index",
        "folder",
        "temporary",
        "uv's cache",
        "port",
        "path",
    ):
        assert about in abouts, done.stdout
    assert "'scaffold new' works here" in done.stdout, done.stdout
    assert "      $ unset UV_OFFLINE\n" in done.stdout
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@needs_room
def test_json_has_a_schema_number_and_every_finding_its_fields(scaffold: CommandLine) -> None:
    done = without_network(scaffold)("doctor", "--json")

    data = json.loads(done.stdout)
    assert (data["schema"], data["passed"], data["system"]) == (1, True, "linux")
    assert data["seconds"] > 0
    for finding in data["findings"]:
        assert finding.keys() == {"about", "status", "found", "problem", "command"}
        assert finding["status"] in ("ok", "warning", "failed", "not tried")
        assert (finding["problem"] is None) == (finding["status"] in ("ok", "not tried"))


def test_what_keeps_new_from_working_ends_with_1_and_says_what_to_type(scaffold: CommandLine) -> None:
    (scaffold.folder / "file").touch()
    scaffold.environ["UV_CACHE_DIR"] = str(scaffold.folder / "file")

    done = without_network(scaffold)("doctor")

    assert done.returncode == 1
    assert re.search(r"^FAILED    uv's cache  ", done.stdout, re.MULTILINE)
    assert "\n                      $ export UV_CACHE_DIR=" in done.stdout
    assert "'scaffold new' does not work here" in done.stdout


@pytest.mark.slow
def test_a_network_that_is_dead_takes_a_few_seconds_and_no_longer(scaffold: CommandLine) -> None:
    with hanging() as port:
        scaffold.environ["UV_DEFAULT_INDEX"] = f"http://127.0.0.1:{port}/simple"
        begun = time.monotonic()

        done = scaffold("doctor", "--json")

    index = next(each for each in json.loads(done.stdout)["findings"] if each["about"] == "index")
    assert "No answer" in index["problem"]
    assert time.monotonic() - begun < 30
    assert done.returncode == 1


@pytest.mark.slow
def test_no_request_goes_anywhere_but_to_the_index(scaffold: CommandLine) -> None:
    with serving(answers := Answers()) as port:
        scaffold.environ |= {"UV_DEFAULT_INDEX": f"http://127.0.0.1:{port}/simple"}
        scaffold.environ |= {"HTTPS_PROXY": f"http://127.0.0.1:{port}", "HTTP_PROXY": "", "NO_PROXY": ""}
        scaffold("doctor")

    assert len(answers.asked) == 1


@pytest.mark.slow
@pytest.mark.parametrize("columns", [80, 40])
def test_lines_fit_the_terminal_but_commands_are_whole(scaffold: CommandLine, columns: int) -> None:
    scaffold.environ |= {"PYTHONHOME": "", "UV_NO_DEV": "1"}

    said = on_a_terminal(without_network(scaffold), columns)

    assert "\x1b[3" not in said, "no colours where NO_COLOR is set"
    lines = [re.sub(r"\x1b\[[\d?;]*[a-zA-Z]", "", line) for line in said.splitlines()]
    assert [line for line in lines if len(line) > columns and " $ " not in line and "/" not in line] == []
    assert any(line.endswith("$ unset UV_NO_DEV") for line in lines)


def test_a_folder_whose_name_moves_the_cursor_is_shown_without_moving_it(scaffold: CommandLine) -> None:
    scaffold.folder = scaffold.folder / "a\x1b[2Jb"
    scaffold.folder.mkdir()

    done = without_network(scaffold)("doctor")

    assert "\x1b" not in done.stdout
    assert r"a\x1b[2Jb" in done.stdout


@needs_room
def test_letters_that_the_terminal_does_not_have_do_no_harm(scaffold: CommandLine) -> None:
    scaffold.folder = scaffold.folder / "Übung"
    scaffold.folder.mkdir()
    scaffold.environ |= {"PYTHONIOENCODING": "ascii"}

    done = without_network(scaffold)("doctor")

    assert done.returncode == 0
    assert r"\xdcbung" in done.stdout


def test_a_folder_that_was_removed_is_told_and_no_traceback(scaffold: CommandLine, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    words = " ".join(f"'{word}'" for word in without_network(scaffold).argv("doctor"))

    done = subprocess.run(
        ["bash", "-c", f"cd '{gone}' && rmdir '{gone}' && {words}"],
        env=scaffold.environ, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "Traceback" not in done.stderr
    assert "The current folder was removed." in done.stdout
    assert done.returncode == 1


def as_on_windows(scaffold: CommandLine, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ON_WINDOWS, *arguments],
        cwd=scaffold.folder, env=scaffold.environ, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.slow
def test_on_windows_it_runs_and_says_what_every_command_says_there(scaffold: CommandLine) -> None:
    diagnosed = as_on_windows(without_network(scaffold), "doctor", "--json")
    refused = as_on_windows(scaffold, "new", "app", "-f", "flask", "--no-install", "--no-git")

    data = json.loads(diagnosed.stdout)
    system = next(each for each in data["findings"] if each["about"] == "system")
    assert (data["system"], system["problem"], system["command"]) == ("windows", NOT_ON_WINDOWS, "wsl --install")
    assert not [each for each in data["findings"] if "could not be looked at" in each["found"]]
    assert diagnosed.returncode == 1
    assert (refused.returncode, refused.stderr) == (5, f"scaffold: {NOT_ON_WINDOWS}\n")


def test_the_command_is_imported_only_when_it_is_typed(scaffold: CommandLine) -> None:
    code = "import sys; from scaffold.cli.main import app; sys.exit('scaffold.diagnosis' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], env=scaffold.environ, check=False).returncode == 0
