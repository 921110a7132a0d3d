"""The render worker as a companion: started early or late, adopted, and gone afterwards."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from scaffold import head_start
from scaffold.processes import Command, child_environment, companion, run
from scaffold.processes.connection import the_supervisor

MAX_LINE_BYTES = 1_000_000


async def test_a_worker_that_was_prepared_is_the_one_that_is_asked() -> None:
    head_start.prepare()
    prepared = head_start._waiting[-1].process.pid

    async with companion(max_line_bytes=MAX_LINE_BYTES) as worker:
        answer = await worker.ask(b'{"drop": "nothing"}\n')

    # There is no such stage: the worker ends, which is told by an empty answer.
    assert answer == b""
    assert not psutil.pid_exists(prepared)


async def test_a_companion_is_gone_after_its_block_and_so_are_its_descriptors() -> None:
    # The first use starts the supervisor and imports what stays.
    async with companion(max_line_bytes=MAX_LINE_BYTES):
        pass
    before = sorted(os.listdir("/proc/self/fd"))

    for _ in range(3):
        async with companion(max_line_bytes=MAX_LINE_BYTES) as worker:
            worker.kill()

    assert sorted(os.listdir("/proc/self/fd")) == before


async def test_a_new_supervisor_is_not_told_of_companions_that_have_ended(tmp_path: Path) -> None:
    async with companion(max_line_bytes=MAX_LINE_BYTES) as worker:
        worker.kill()
    old = the_supervisor().process
    os.kill(old.pid, signal.SIGKILL)
    old.wait(timeout=120)

    finished = await run(Command(["true"], tmp_path, child_environment({}), tmp_path / "log"), deadline_seconds=10)

    assert finished.exit_code == 0


def test_a_worker_that_nobody_takes_is_ended_with_the_process() -> None:
    code = "from scaffold import head_start; head_start.prepare(); print(head_start._waiting[0].process.pid)"

    pid = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120).stdout

    assert not psutil.pid_exists(int(pid))


@pytest.mark.parametrize(
    ("words", "prepared"),
    [
        (["smoke", "flask", "--list-cells"], False),
        (["smoke", "flask", "--no-such-option"], True),
        (["new", "app", "--resume"], False),
        (["new", "--help"], False),
        (["list", "--no-such-option"], False),
    ],
)
def test_a_worker_is_prepared_only_where_something_is_rendered(words: list[str], prepared: bool) -> None:
    code = (
        "import sys; from scaffold import cli, head_start; head_start.prepare = lambda: sys.exit(99); "
        f"sys.argv[1:] = {words}; cli.main()"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=120)

    assert (done.returncode == 99) == prepared
