"""scaffold is killed at random moments: nothing is left, or a complete project."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from scaffold import catalog
from scaffold.render.worker import MARK

from .conftest import CommandLine

pytestmark = pytest.mark.slow
GONE_SECONDS = 15.0
# What is promised of SIGINT and SIGTERM.
INTERRUPTED_SECONDS = 5.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)


def wait_until_gone(folder: Path, temporary: Path) -> None:
    """Wait until no process works in one of the two folders; fail with what is still there."""
    deadline = time.monotonic() + GONE_SECONDS
    while left := _left(folder, temporary):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


def _left(folder: Path, temporary: Path) -> list[str]:
    names = (str(folder), str(temporary))
    left = []
    for process in psutil.process_iter():
        try:
            words = [process.cwd(), *process.cmdline(), process.environ().get("TMPDIR", "")]
            if process.status() != psutil.STATUS_ZOMBIE and any(word.startswith(names) for word in words):
                left.append(f"{process.pid} {process.cmdline()}")
        except psutil.Error:
            continue
    # Python itself tries out a folder for temporary files with a file of such a name; killed in that moment it stays.
    return left + [str(path) for path in temporary.iterdir() if not re.fullmatch(r"[a-z0-9_]{8}", path.name)]


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder for temporary files whose path is short: else scaffold would take /tmp, where others have files."""
    folder = Path(tempfile.mkdtemp(prefix="k-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_smoke_leaves_no_process_no_port_and_no_file(
    scaffold: CommandLine, temporary: Path, seed: int
) -> None:
    scaffold.environ["TMPDIR"] = str(temporary)
    moment = random.Random(seed).uniform(0.5, 8.0)  # noqa: S311  (a moment, not a secret)
    process = scaffold.start("smoke")
    try:
        time.sleep(moment)
        ports = {port for child in family(process) for port in listening(child)}
    finally:
        process.kill()
        process.communicate(timeout=10)

    wait_until_gone(scaffold.folder, temporary)

    # At once: later the kernel may give such a port to anybody.
    still_bound = {port for child in psutil.process_iter() for port in listening(child)} & ports
    assert still_bound == set()
    assert os.listdir(scaffold.folder) == []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=lambda how: how.name)
def test_a_killed_measurement_leaves_no_process_no_port_and_no_file(
    scaffold: CommandLine, temporary: Path, how: signal.Signals
) -> None:
    scaffold.environ["TMPDIR"] = str(temporary)
    process = scaffold.start("measure", "flask", "--only", "throughput", "--repeat", "9")
    try:
        # Until a server is up, or the load generator is at it.
        deadline = time.monotonic() + 60
        while not (ports := {port for child in family(process) for port in listening(child)}):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(random.Random(how.value).uniform(0.0, 2.0))  # noqa: S311  (a moment, not a secret)
    finally:
        process.send_signal(how)
        process.communicate(timeout=10)

    wait_until_gone(scaffold.folder, temporary)

    assert {port for child in psutil.process_iter() for port in listening(child)} & ports == set()
    assert process.returncode == (130 if how is signal.SIGINT else -signal.SIGKILL)


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def listening(process: psutil.Process) -> set[int]:
    try:
        return {c.laddr.port for c in process.net_connections("tcp") if c.status == psutil.CONN_LISTEN}
    except psutil.Error:
        return set()


@pytest.mark.parametrize("how", SIGNALS, ids=lambda how: how.name)
def test_a_killed_new_leaves_nothing_or_a_complete_project(
    scaffold: CommandLine, temporary: Path, how: signal.Signals
) -> None:
    scaffold.environ["TMPDIR"] = str(temporary)
    whole = scaffold("new", "Whole", "-f", "flask", "--no-install")
    assert whole.returncode == 0
    complete = files_of(scaffold.folder / "Whole")
    moments = random.Random(how.value)  # noqa: S311  (moments, not secrets)

    for number in range(8):
        process = scaffold.start("new", f"App{number}", "-f", "flask", "--no-install")
        time.sleep(moments.uniform(0.05, 1.5))
        process.send_signal(how)
        process.communicate(timeout=20)
        wait_until_gone(scaffold.folder, temporary)

    for entry in os.listdir(scaffold.folder):
        assert MARK not in entry, "a stage is left"
        project = scaffold.folder / entry
        assert {name.replace(entry.lower(), "whole") for name in files_of(project)} == complete


def files_of(project: Path) -> set[str]:
    return {
        path.relative_to(project).as_posix()
        for path in project.rglob("*")
        if path.is_file() and ".git/" not in path.as_posix()
    }


@pytest.mark.parametrize("whole_group", [pytest.param(False, id="parent"), pytest.param(True, id="group")])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=lambda how: how.name)
def test_an_interrupted_smoke_of_all_is_gone_within_five_seconds_and_says_so_by_its_code(
    scaffold: CommandLine, temporary: Path, how: signal.Signals, whole_group: bool
) -> None:
    scaffold.environ["TMPDIR"] = str(temporary)
    process = scaffold.start("smoke")
    wait_for_servers(process, 2)
    ports = {port for child in family(process) for port in listening(child)}

    sent = time.monotonic()
    if whole_group:
        os.killpg(process.pid, how)
    else:
        process.send_signal(how)
    said, _ = process.communicate(timeout=GONE_SECONDS)
    wait_until_gone(scaffold.folder, temporary)
    took = time.monotonic() - sent

    assert process.returncode == 128 + how
    assert "Interrupted; nothing is left running." in said
    assert took < INTERRUPTED_SECONDS
    assert {port for child in psutil.process_iter() for port in listening(child)} & ports == set()
    assert os.listdir(scaffold.folder) == []


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=lambda how: how.name)
def test_an_interrupt_at_any_moment_leaves_nothing(
    scaffold: CommandLine, temporary: Path, how: signal.Signals, seed: int
) -> None:
    scaffold.environ["TMPDIR"] = str(temporary)
    moment = random.Random(seed).uniform(0.0, 6.0)  # noqa: S311  (a moment, not a secret)
    process = scaffold.start("smoke", *catalog.names()[:3])
    time.sleep(moment)

    sent = time.monotonic()
    process.send_signal(how)
    process.communicate(timeout=GONE_SECONDS)
    wait_until_gone(scaffold.folder, temporary)

    assert time.monotonic() - sent < INTERRUPTED_SECONDS
    # Before it has put up its handlers a process ends by the signal itself, and a shell says the same code.
    assert process.returncode in (128 + how, -how)


def wait_for_servers(process: subprocess.Popen[str], number: int) -> None:
    """Wait until smoke is in the midst of it."""
    deadline = time.monotonic() + 60
    while sum(bool(listening(child)) for child in family(process)) < number:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_boots_and_kills_at_random_moments_leave_nothing_as_the_benchmark_counts() -> None:
    """The short form of docs/reliability.md; it proves first that it finds what is left on purpose."""
    script = Path(__file__).parent.parent / "benchmarks" / "reliability.py"
    short = ("--cycles", "8", "--kills", "4", "--frameworks", ",".join(catalog.names()[:2]), "--seed", "1")

    done = subprocess.run([sys.executable, script, *short], capture_output=True, text=True, timeout=300, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "8 boot cycles of the 8 asked for, 4 SIGKILLs of 4, over 2 starters" in " ".join(done.stdout.split())


def test_kills_of_new_leave_no_part_of_a_project_as_the_benchmark_counts() -> None:
    """The short form of the other part of docs/reliability.md."""
    script = Path(__file__).parent.parent / "benchmarks" / "generation_kills.py"
    short = ("--kills", "6", "--rivals", "6", "--seed", "1")

    done = subprocess.run([sys.executable, script, *short], capture_output=True, text=True, timeout=300, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "(6 SIGINT, 6 SIGKILL, 6 SIGTERM)" in " ".join(done.stdout.split())
