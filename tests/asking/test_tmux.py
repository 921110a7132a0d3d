"""`scaffold new` in a real terminal program: what tmux shows, in a usual window and in a small one."""

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..conftest import CommandLine

SECONDS = 60.0

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not on this machine")


class Tmux:
    """A tmux server of its own, with one window."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    def __call__(self, *arguments: str) -> str:
        # TMUX is set where the tests themselves run in one.
        environ = {name: value for name, value in os.environ.items() if name not in ("TMUX", "CI", "NO_COLOR")}
        command = ["tmux", "-S", str(self._socket), "-f", "/dev/null", *arguments]
        return subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout

    def sees(self, *texts: str) -> str:
        deadline = time.monotonic() + SECONDS
        while not all(text in (screen := self("capture-pane", "-p", "-J")) for text in texts):
            assert time.monotonic() < deadline, f"{texts} not in:\n{screen}"
            time.sleep(0.1)
        return screen


@pytest.fixture
def tmux(scratch: Path) -> Iterator[Tmux]:
    server = Tmux(scratch / "tmux")
    yield server
    server("kill-server")


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), pytest.param(40, 12, marks=pytest.mark.slow)])
def test_a_project_is_made_by_answering(
    tmux: Tmux, scaffold: CommandLine, tmp_path: Path, columns: int, lines: int
) -> None:
    own = {name: scaffold.environ[name] for name in ("XDG_CACHE_HOME", "UV_CACHE_DIR")}
    settings = [f"{name}={value}" for name, value in (own | {"XDG_STATE_HOME": str(tmp_path / "state")}).items()]
    command = shlex.join(["env", *settings, *scaffold.argv("new", "--no-install")])
    tmux("new-session", "-d", "-x", f"{columns}", "-y", f"{lines}", "-c", str(scaffold.folder), f"{command}; cat")

    tmux.sees("Framework (1 of 5)", "> aiohttp")
    tmux("send-keys", "fals")
    tmux.sees("No framework is called 'fals'.")
    tmux("send-keys", "BSpace", "c", "Enter")
    tmux.sees("Name (2 of 5):")
    tmux("send-keys", "import")
    tmux.sees("word of Python's own")
    tmux("send-keys", "ant", "Enter")
    tmux.sees("Folder (3 of 5): ./important")
    tmux("send-keys", "Escape")
    tmux.sees("Name (2 of 5): important")
    tmux("send-keys", "Enter")
    tmux.sees("Folder (3 of 5)")
    tmux("send-keys", "Enter")
    tmux.sees("Options (4 of 5)", "> [x] Make a git repository")
    tmux("send-keys", "Space")
    tmux.sees("> [ ] Make a git repository")
    tmux("send-keys", "Enter")
    tmux.sees("Python (5 of 5)")
    tmux("send-keys", "Enter")
    tmux.sees("scaffold new important --framework falcon --no-install --no-git", "> Make it")
    assert os.listdir(scaffold.folder) == []
    tmux("send-keys", "Enter")
    tmux.sees("hello")

    assert (scaffold.folder / "important" / "pyproject.toml").is_file()
