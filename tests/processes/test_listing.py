"""Where there is no /proc the supervisor reads the listing of ps(1), as on macOS: the real ps, and real processes."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import which

import psutil
import pytest

from scaffold.processes import connection, started
from scaffold.processes.connection import Supervisor

from . import TREES, Forest, is_alive

pytestmark = pytest.mark.skipif(which("ps") is None, reason="there is no ps")

SUPERVISOR = Path(connection.__file__).with_name("supervisor")


@pytest.fixture
def forest(tmp_path: Path) -> Iterator[Forest]:
    with Forest(tmp_path / "forest") as forest:
        yield forest


@pytest.fixture
def _without_proc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For a supervisor that lists processes as on macOS."""
    python = tmp_path / "python"
    # Its words are -I -S SUPERVISOR DESCRIPTOR.
    python.write_text(f'#!/bin/sh\nshift 2\nexec "{sys.executable}" -I -S "{TREES / "without_proc.py"}" "$@"\n')
    python.chmod(0o755)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "executable", str(python))
        supervisor = Supervisor()
    monkeypatch.setattr(connection, "_running", supervisor)
    yield
    supervisor.control.close()
    supervisor.process.wait(timeout=120)


@pytest.mark.usefixtures("_without_proc")
@pytest.mark.parametrize(
    ("shape", "rung", "left_behind"),
    [
        pytest.param("plain", "TERM", 0, id="a plain process"),
        pytest.param("workers", "TERM", 0, id="workers that their parent takes along"),
        pytest.param("shell", "TERM", 1, id="a program in a shell that does not pass SIGTERM on"),
        pytest.param("reloader", "TERM", 1, id="a reloader that respawns its child"),
        pytest.param("ignores_sigterm", "KILL", 0, id="a process that ignores SIGTERM"),
    ],
)
async def test_a_tree_that_ps_shows_is_gone_after_its_block(
    forest: Forest, shape: str, rung: str, left_behind: int
) -> None:
    async with started(forest.command(shape)) as child:
        await forest.grown(shape)
        stopped = await child.stop()

    assert (stopped.rung, stopped.left_behind, stopped.survivors) == (rung, left_behind, 0)
    assert forest.living() == []


@pytest.mark.usefixtures("_without_proc")
async def test_what_has_ended_by_itself_needs_no_signal(forest: Forest) -> None:
    command = replace(forest.command("plain"), argv=["true"])

    async with started(command) as child:
        assert await child.exited == 0
        stopped = await child.stop()

    assert (stopped.rung, stopped.survivors) == ("nothing to stop", 0)


async def test_the_listing_shows_the_descendants_that_there_are_and_not_itself(forest: Forest) -> None:
    async with started(forest.command("listening_grandchild")) as child:
        await forest.grown("listening_grandchild")
        listed = subprocess.run(
            [sys.executable, "-c", f"import tree; print(*tree._descendants_from_ps({child.shim}, {child.pid}))"],
            cwd=SUPERVISOR,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        own = subprocess.run(
            [sys.executable, "-c", "import os, tree; print(*tree._descendants_from_ps(os.getpid(), -1))"],
            cwd=SUPERVISOR,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        real = {process.pid for process in psutil.Process(child.shim).children(recursive=True)}

        assert {int(pid) for pid in listed} == real
        assert all(is_alive(pid) for pid in real)
        assert own == []
