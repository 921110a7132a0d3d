"""Nothing is left behind: every shape of process tree, every way to end, real processes throughout."""

import asyncio
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from shutil import rmtree, which
from typing import Any

import psutil
import pytest

from scaffold.processes import Child, Command, Stopped, run, started
from scaffold.processes.children import FAREWELL_SECONDS

from . import MARK, NINE_SHAPES, ROLES, TREES, Forest, is_alive, until

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a subreaper"),
    pytest.mark.slow,
]

# One that has a family, one that respawns, one that hides.
THREE_SHAPES = ("workers", "reloader", "daemon_with_clean_environment")
STUBBORN_SHAPES = ("ignores_sigterm", "reloader", "daemon_with_clean_environment")
DEADLINE_SECONDS = 20.0


@pytest.fixture
def forest(tmp_path: Path) -> Iterator[Forest]:
    with Forest(tmp_path / "forest") as forest:
        yield forest


# Every shape, ended with its block


@pytest.mark.parametrize(
    ("shape", "rung", "left_behind"),
    [
        pytest.param("plain", "TERM", 0, id="a plain process"),
        pytest.param("shell", "TERM", 1, id="a program in a shell that does not pass SIGTERM on"),
        pytest.param("reloader", "TERM", 1, id="a reloader that respawns its child"),
        pytest.param("workers", "TERM", 0, id="workers that their parent takes along"),
        pytest.param("workers_that_follow", "TERM", 0, id="a worker that ends a moment after its parent"),
        pytest.param("ignores_sigterm", "KILL", 0, id="a process that ignores SIGTERM"),
        pytest.param("child_in_own_session", "TERM", 1, id="a child that left its session"),
        pytest.param("daemon", "TERM", 1, id="a daemon, forked twice"),
        pytest.param("daemon_with_clean_environment", "TERM", 1, id="a daemon that hides its origin"),
        pytest.param("root_exits", "nothing to stop", 1, id="a child that outlives its parent"),
    ],
)
async def test_a_tree_is_gone_after_its_block(forest: Forest, shape: str, rung: str, left_behind: int) -> None:
    async with started(forest.command(shape)) as child:
        await forest.grown(shape)
        alive = forest.living()
        stopped = await child.stop()

    assert len(alive) >= len(ROLES[shape])
    assert forest.living() == []
    assert (stopped.rung, stopped.left_behind, stopped.survivors) == (rung, left_behind, 0)
    await until(lambda: not is_alive(child.shim), "the end of the shim")


async def test_trees_that_stand_together_do_not_touch_each_other(forest: Forest) -> None:
    async with started(forest.command("workers")) as workers:
        async with started(forest.command("daemon")):
            await forest.grown("workers", "daemon")
        left = {process.pid for process in psutil.Process(workers.shim).children(recursive=True)}

    assert left == {forest.noted("workers", role) for role in ROLES["workers"]}


async def test_the_end_of_a_block_does_not_wait_for_trees_that_came_later(forest: Forest) -> None:
    async with AsyncExitStack() as earlier:
        await earlier.enter_async_context(started(forest.command("plain")))
        async with started(forest.command("workers")) as later:
            await forest.grown("plain", "workers")
            async with asyncio.timeout(FAREWELL_SECONDS / 2):
                await earlier.aclose()
            left = is_alive(later.pid)

    assert left


# Every way in which scaffold ends

End = Callable[[subprocess.Popen[bytes]], None]


def order(what: bytes) -> End:
    def end(scaffold: subprocess.Popen[bytes]) -> None:
        assert scaffold.stdin
        scaffold.stdin.write(what)

    return end


def send(number: signal.Signals) -> End:
    return lambda scaffold: scaffold.send_signal(number)


def interrupt_twice(scaffold: subprocess.Popen[bytes]) -> None:
    scaffold.send_signal(signal.SIGINT)
    # Into its farewell, which takes a second where somebody ignores SIGTERM.
    time.sleep(0.1)
    scaffold.send_signal(signal.SIGINT)


def kill_session(scaffold: subprocess.Popen[bytes]) -> None:
    """End the whole process group, and whoever else is in the session."""
    os.killpg(scaffold.pid, signal.SIGKILL)
    for pid in psutil.pids():
        with suppress(ProcessLookupError):
            if os.getsid(pid) == scaffold.pid:
                os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize(
    ("shapes", "end", "exit_code"),
    [
        pytest.param(STUBBORN_SHAPES, order(b"return"), 0, id="its block ends"),
        pytest.param(THREE_SHAPES, order(b"raise"), 1, id="its block raises"),
        pytest.param(THREE_SHAPES, send(signal.SIGINT), -signal.SIGINT, id="SIGINT"),
        pytest.param(STUBBORN_SHAPES, interrupt_twice, -signal.SIGINT, id="SIGINT twice"),
        pytest.param(THREE_SHAPES, send(signal.SIGTERM), -signal.SIGTERM, id="SIGTERM"),
        pytest.param(THREE_SHAPES, send(signal.SIGHUP), -signal.SIGHUP, id="SIGHUP"),
        pytest.param((*NINE_SHAPES, "keeps_writing"), send(signal.SIGKILL), -signal.SIGKILL, id="SIGKILL"),
        pytest.param(STUBBORN_SHAPES, kill_session, -signal.SIGKILL, id="SIGKILL to its session"),
    ],
)
async def test_nothing_outlives_scaffold(forest: Forest, shapes: tuple[str, ...], end: End, exit_code: int) -> None:
    with holding(forest, *shapes) as scaffold:
        await forest.grown(*shapes)
        scratch = scratch_folders(forest)

        end(scaffold)
        await until(lambda: scaffold.poll() is not None, "the end of scaffold")
        await forest.gone()

        assert scaffold.returncode == exit_code
        assert len(scratch) == 1
        assert scratch_folders(forest) == []


@pytest.mark.slow
async def test_nothing_outlives_a_scaffold_that_is_killed_while_it_starts(tmp_path: Path) -> None:
    async def kill_after(seconds: float) -> list[Path]:
        with Forest(tmp_path / str(seconds)) as forest, holding(forest, *THREE_SHAPES) as scaffold:
            await asyncio.sleep(seconds)
            scaffold.kill()
            await until(lambda: scaffold.poll() is not None, "the end of scaffold")
            await forest.gone()
            return scratch_folders(forest)

    left = await asyncio.gather(*(kill_after(number * 0.15) for number in range(8)))

    assert left == [[]] * 8


# The shim or the supervisor is killed


async def test_the_command_of_a_killed_shim_dies_and_the_block_says_so(forest: Forest) -> None:
    async with started(forest.command("ignores_sigterm")) as child:
        await forest.grown("ignores_sigterm")
        os.kill(child.shim, signal.SIGKILL)
        exit_code = await ended(child)
        stopped = await child.stop()

    await forest.gone()
    assert exit_code == -signal.SIGKILL
    assert stopped == Stopped("the supervisor was killed", 0.0, 0, 0, 0.0)


async def test_the_next_command_runs_after_a_shim_was_killed(forest: Forest) -> None:
    async with started(forest.command("plain")) as child:
        os.kill(child.shim, signal.SIGKILL)
        await ended(child)

    finished = await run(shell(forest, "exit 3"), deadline_seconds=DEADLINE_SECONDS)

    assert finished.exit_code == 3


@pytest.mark.parametrize("shape", ["workers", "child_in_own_session", "daemon_with_clean_environment"])
async def test_descendants_of_a_killed_shim_are_gone_after_the_block(forest: Forest, shape: str) -> None:
    async with started(forest.command(shape)) as child:
        await forest.grown(shape)
        os.kill(child.shim, signal.SIGKILL)
        await ended(child)

    assert forest.living() == []


async def test_a_shim_that_is_told_to_end_takes_its_tree_along(forest: Forest) -> None:
    async with started(forest.command("daemon")) as child:
        await forest.grown("daemon")
        os.kill(child.shim, signal.SIGTERM)
        exit_code = await ended(child)

    assert forest.living() == []
    assert exit_code == -signal.SIGTERM


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
async def test_a_supervisor_stays_when_everybody_is_told_to_end(forest: Forest, number: signal.Signals) -> None:
    async with started(forest.command("plain")) as before:
        supervisor = psutil.Process(before.shim).ppid()
        os.kill(supervisor, number)
        async with started(forest.command("plain")) as after:
            parent = psutil.Process(after.shim).ppid()

    assert parent == supervisor


async def test_a_killed_supervisor_is_replaced_and_what_it_started_is_held(forest: Forest) -> None:
    async with started(forest.command("daemon")) as before:
        await forest.grown("daemon")
        killed = await kill_the_supervisor(before)
        async with started(forest.command("workers")) as after:
            await forest.grown("workers")
            alive = forest.living()
            replacement = psutil.Process(after.shim).ppid()
        stopped = await before.stop()

    assert len(alive) == len(ROLES["daemon"] + ROLES["workers"])
    assert forest.living() == []
    assert (stopped.rung, stopped.left_behind) == ("TERM", 1)
    assert replacement != killed


async def test_a_supervisor_is_replaced_without_warnings(forest: Forest) -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        async with started(forest.command("plain")) as child:
            await kill_the_supervisor(child)
        await run(shell(forest, "true"), deadline_seconds=DEADLINE_SECONDS)

    assert [str(warning.message) for warning in said] == []


async def test_scaffold_ends_well_although_its_supervisor_was_killed(forest: Forest) -> None:
    with holding(forest, "daemon") as scaffold:
        await forest.grown("daemon")
        [supervisor] = psutil.Process(scaffold.pid).children()

        supervisor.kill()
        order(b"return")(scaffold)
        await until(lambda: scaffold.poll() is not None, "the end of scaffold")
        await forest.gone()

        assert scratch_folders(forest) == []
        assert scaffold.returncode == 0


async def test_trees_end_when_first_the_supervisor_is_killed_and_then_scaffold(forest: Forest) -> None:
    with holding(forest, *THREE_SHAPES) as scaffold:
        await forest.grown(*THREE_SHAPES)
        [supervisor] = psutil.Process(scaffold.pid).children()

        supervisor.kill()
        scaffold.kill()
        scaffold.wait(DEADLINE_SECONDS)
        await forest.gone()

        assert scaffold.returncode == -signal.SIGKILL


# The ladder


async def test_a_command_that_is_stopped_as_it_starts_does_not_lose_its_sigterm(forest: Forest) -> None:
    async def cancel_the_start() -> float:
        task = asyncio.create_task(hold(forest, "plain"))
        await asyncio.sleep(0)
        begun = time.monotonic()
        await cancel(task)
        return time.monotonic() - begun

    seconds = await asyncio.gather(*(cancel_the_start() for _ in range(16)))

    # Where SIGTERM is lost, SIGKILL comes a second later. A busy machine may make one or two as slow.
    assert sorted(seconds)[-3] < 0.9


async def test_a_server_that_lost_its_first_sigterm_is_told_again(forest: Forest) -> None:
    async with started(forest.command("loses_first_sigterm", grace_seconds=10.0)) as child:
        await forest.grown("loses_first_sigterm")
        stopped = await child.stop()
        exit_code = await ended(child)

    assert stopped.rung == "TERM TERM"
    assert exit_code == 0


async def test_a_worker_that_missed_its_sigterm_is_told_by_the_supervisor(forest: Forest) -> None:
    async with started(forest.command("manager_whose_worker_missed_it", grace_seconds=10.0)) as child:
        await forest.grown("manager_whose_worker_missed_it")
        stopped = await child.stop()

    assert stopped.rung == "TERM to all"
    assert stopped.seconds < 5.0
    assert (stopped.left_behind, stopped.survivors) == (0, 0)


async def test_a_server_that_ignores_sigterm_is_killed_after_its_grace(forest: Forest) -> None:
    async with started(forest.command("ignores_sigterm", grace_seconds=0.3)) as child:
        await forest.grown("ignores_sigterm")
        stopped = await child.stop()
        exit_code = await ended(child)

    assert stopped.rung == "KILL"
    assert 0.3 <= stopped.seconds < 2.5
    assert exit_code == -signal.SIGKILL


async def test_a_slow_but_graceful_server_gets_its_time(forest: Forest) -> None:
    async with started(forest.command("slow_farewell", grace_seconds=10.0)) as child:
        await forest.grown("slow_farewell")
        stopped = await child.stop()
        exit_code = await ended(child)

    assert forest.noted("slow_farewell", "farewell")
    assert exit_code == 7
    assert stopped.seconds >= 1.1


async def test_stopping_again_tells_the_same(forest: Forest) -> None:
    async with started(forest.command("daemon")) as child:
        await forest.grown("daemon")
        first, second = await asyncio.gather(child.stop(), child.stop())
        third = await child.stop()

    assert first == second == third


async def test_a_command_that_ended_by_itself_needs_no_stop(forest: Forest) -> None:
    async with started(shell(forest, "exit 5")) as child:
        exit_code = await ended(child)
        stopped = await child.stop()

    assert exit_code == 5
    assert (stopped.rung, stopped.left_behind) == ("nothing to stop", 0)


async def test_stopping_after_the_block_writes_to_nobody(forest: Forest) -> None:
    async with started(shell(forest, "true")) as child:
        await child.stop()
    # The lowest free numbers are given first: the child's are among them.
    strangers = [each for _ in range(8) for each in socket.socketpair()]

    await child.stop()

    read = [read_what_is_there(stranger) for stranger in strangers]
    for stranger in strangers:
        stranger.close()
    assert read == [b""] * 16


@pytest.mark.skipif(os.getuid() != 0 or not which("setpriv"), reason="takes root and setpriv")
async def test_a_child_that_became_another_user_does_not_save_the_others(forest: Forest) -> None:
    shape = "child_of_another_user"
    # A root without CAP_KILL stands for a user who may not signal what sudo(8) started.
    with holding(forest, shape, wrapper=("setpriv", "--bounding-set=-kill")) as scaffold:
        await forest.grown(shape)
        child, another = (forest.noted(shape, role) or 0 for role in ("child", "another"))

        order(b"return")(scaffold)
        await until(lambda: not is_alive(child), "the end of the child")
        another_stays = is_alive(another)
        os.kill(another, signal.SIGKILL)
        await until(lambda: scaffold.poll() is not None, "the end of scaffold")

        assert another_stays
        assert scaffold.returncode == 0


# Commands that are waited for


@pytest.mark.parametrize(
    ("script", "exit_code"),
    [
        pytest.param("exit 0", 0, id="success"),
        pytest.param("exit 3", 3, id="failure"),
        pytest.param("kill -9 $$", -signal.SIGKILL, id="a signal"),
    ],
)
async def test_a_command_that_ends_tells_how(forest: Forest, script: str, exit_code: int) -> None:
    finished = await run(shell(forest, script), deadline_seconds=DEADLINE_SECONDS)

    assert finished.exit_code == exit_code


async def test_a_command_past_its_deadline_is_ended_with_its_tree(forest: Forest) -> None:
    finished = await run(forest.command("daemon"), deadline_seconds=0.7)

    assert forest.living() == []
    assert finished.exit_code is None
    assert 0.7 <= finished.seconds < DEADLINE_SECONDS


async def test_what_a_finished_command_left_is_ended(forest: Forest) -> None:
    finished = await run(forest.command("root_exits"), deadline_seconds=DEADLINE_SECONDS)

    assert forest.living() == []
    assert finished.exit_code == 0


@pytest.mark.parametrize(
    ("program", "folder"),
    [
        pytest.param("no-such-program", ".", id="not on the PATH"),
        pytest.param("/no/such/program", ".", id="not in its place"),
        pytest.param("/etc/passwd", ".", id="not executable"),
        pytest.param("true", "no/such/folder", id="in a folder that is not there"),
    ],
)
async def test_a_command_that_cannot_be_started_is_named_in_the_log(forest: Forest, program: str, folder: str) -> None:
    command = Command([program], forest.folder / folder, forest.environment, forest.folder / "log")

    finished = await run(command, deadline_seconds=DEADLINE_SECONDS)

    assert finished.exit_code == 127
    assert command.log.read_text().startswith(f"{program}: ")


@pytest.mark.parametrize(
    "argv", [pytest.param(["echo", "a\0b"], id="a NUL in an argument"), pytest.param([], id="no words")]
)
async def test_a_command_that_is_none_does_not_succeed(forest: Forest, argv: list[str]) -> None:
    command = Command(argv, forest.folder, forest.environment, forest.folder / "log")

    finished = await run(command, deadline_seconds=DEADLINE_SECONDS)

    assert finished.exit_code == 127


async def test_much_output_goes_to_the_log_and_holds_nothing_up(forest: Forest) -> None:
    command = shell(forest, "head -c 1500000 /dev/zero; head -c 1500000 /dev/zero >&2")

    finished = await run(command, deadline_seconds=DEADLINE_SECONDS)

    assert finished.exit_code == 0
    assert command.log.stat().st_size == 3_000_000


async def test_whoever_floods_the_log_is_killed_with_all_its_descendants(forest: Forest) -> None:
    # In the background, in a session of its own, deaf; each `head` would go on to a GB.
    flood = "trap '' TERM; head -c 1000000000 /dev/zero & setsid head -c 1000000000 /dev/zero & wait; sleep 600"
    command = replace(shell(forest, flood, grace_seconds=600.0), log_limit_bytes=1_000_000)

    finished = await run(command, deadline_seconds=DEADLINE_SECONDS)

    assert (finished.flooded, finished.exit_code) == (True, -signal.SIGKILL)
    assert command.log.stat().st_size == 1_000_000
    assert forest.living() == []


async def test_a_flood_in_a_farewell_ends_the_farewell(forest: Forest) -> None:
    script = "trap 'head -c 1000000000 /dev/zero; sleep 600' TERM; while :; do sleep 0.1; done"
    command = replace(shell(forest, script, grace_seconds=600.0), log_limit_bytes=1_000_000)

    async with started(command) as child:
        await asyncio.sleep(0.5)
        stopped = await child.stop()

    assert (stopped.flooded, stopped.rung, stopped.survivors) == (True, "KILL", 0)
    assert forest.living() == []


@pytest.mark.parametrize(
    ("limit", "flooded"), [pytest.param(2_000, True, id="above"), pytest.param(3_000, False, id="at the limit")]
)
async def test_a_short_command_is_held_to_the_limit_as_well(forest: Forest, limit: int, flooded: bool) -> None:
    command = replace(shell(forest, "head -c 3000 /dev/zero"), log_limit_bytes=limit)

    finished = await run(command, deadline_seconds=DEADLINE_SECONDS)

    assert finished.flooded == flooded
    assert command.log.stat().st_size == limit


async def test_a_log_without_a_limit_may_grow(forest: Forest) -> None:
    command = replace(shell(forest, "head -c 100000000 /dev/zero; sleep 0.5"), log_limit_bytes=None)

    finished = await run(command, deadline_seconds=DEADLINE_SECONDS)

    assert (finished.flooded, finished.exit_code) == (False, 0)
    assert command.log.stat().st_size == 100_000_000


async def test_a_log_is_added_to(forest: Forest) -> None:
    for word in ("one", "two"):
        await run(shell(forest, f"echo {word}"), deadline_seconds=DEADLINE_SECONDS)

    assert shell(forest, "").log.read_text() == "one\ntwo\n"


async def test_the_input_of_a_command_is_empty(forest: Forest) -> None:
    finished = await run(shell(forest, "cat"), deadline_seconds=DEADLINE_SECONDS)

    assert finished.exit_code == 0


async def test_a_command_inherits_no_descriptors_but_its_input_and_its_log(forest: Forest) -> None:
    command = shell(forest, "ls /proc/$$/fd")

    async with started(forest.command("plain")):
        await run(command, deadline_seconds=DEADLINE_SECONDS)

    assert command.log.read_text().split() == ["0", "1", "2"]


async def test_a_command_ignores_no_signals(forest: Forest) -> None:
    command = shell(forest, "grep SigIgn /proc/self/status")

    await run(command, deadline_seconds=DEADLINE_SECONDS)

    ignored = int(command.log.read_text().split()[1], base=16)
    assert [number.name for number in signal.Signals if ignored >> (number - 1) & 1] == []


async def test_cpu_seconds_count_a_busy_child(forest: Forest) -> None:
    finished = await run(forest.command("busy_child"), deadline_seconds=DEADLINE_SECONDS)

    assert 0.3 <= finished.cpu_seconds < 1.0


async def test_cpu_seconds_count_a_child_that_was_ended(forest: Forest) -> None:
    idle, busy = await asyncio.gather(
        run(shell(forest, "sleep 600"), deadline_seconds=0.5),
        run(shell(forest, "(while :; do :; done); true"), deadline_seconds=0.5),
    )

    assert idle.cpu_seconds < 0.05 < busy.cpu_seconds


async def test_fifty_commands_leave_no_descriptor_open(forest: Forest) -> None:
    await run(shell(forest, "true"), deadline_seconds=DEADLINE_SECONDS)
    gc.collect()
    before = psutil.Process().num_fds()

    for _ in range(10):
        await asyncio.gather(*(run(shell(forest, "true"), deadline_seconds=DEADLINE_SECONDS) for _ in range(5)))

    await until(lambda: psutil.Process().num_fds() <= before, "closed descriptors", psutil.Process().num_fds)


async def test_a_log_that_cannot_be_written_is_an_error(forest: Forest) -> None:
    command = replace(shell(forest, "true"), log=forest.folder / "missing" / "log")

    with pytest.raises(FileNotFoundError, match="missing/log"):
        await run(command, deadline_seconds=DEADLINE_SECONDS)


async def test_a_log_that_cannot_be_written_leaves_no_descriptor_open(forest: Forest) -> None:
    command = replace(shell(forest, "true"), log=forest.folder / "missing" / "log")
    gc.collect()
    before = set(descriptors())

    with suppress(FileNotFoundError):
        await run(command, deadline_seconds=DEADLINE_SECONDS)

    left = set(descriptors()) - before
    for each in left:
        os.close(each)
    assert left == set()


# Cancelling


async def test_a_cancelled_block_leaves_nothing(forest: Forest) -> None:
    task = asyncio.create_task(hold(forest, *THREE_SHAPES))
    await forest.grown(*THREE_SHAPES)

    await cancel(task)

    assert forest.living() == []
    assert task.cancelled()


async def test_a_cancelled_stop_does_not_wait_for_the_grace(forest: Forest) -> None:
    async def stop_slowly() -> None:
        async with started(forest.command("ignores_sigterm", grace_seconds=600.0)):
            await forest.grown("ignores_sigterm")

    task = asyncio.create_task(stop_slowly())
    await until(lambda: forest.noted("ignores_sigterm", "told"), "the first SIGTERM")
    await cancel(task)

    assert forest.living() == []
    assert task.cancelled()


async def test_a_cancelled_run_leaves_nothing(forest: Forest) -> None:
    task = asyncio.create_task(run(forest.command("daemon"), deadline_seconds=600.0))
    await forest.grown("daemon")

    await cancel(task)

    assert forest.living() == []
    assert task.cancelled()


async def test_starts_that_are_cancelled_leave_nothing(forest: Forest) -> None:
    async def cancel_after(turns: int) -> asyncio.Task[None]:
        task = asyncio.create_task(hold(forest, "daemon"))
        for _ in range(turns):
            await asyncio.sleep(0)
        await cancel(task)
        return task

    tasks = await asyncio.gather(*(cancel_after(turns) for turns in range(6)))

    assert forest.living() == []
    assert all(task.cancelled() for task in tasks)


# What the tests above share


@contextmanager
def holding(forest: Forest, *shapes: str, wrapper: Sequence[str] = ()) -> Iterator[subprocess.Popen[bytes]]:
    """A scaffold of its own that holds these trees."""
    temporary(forest).mkdir()
    plan = {
        "commands": [forest.argv(shape) for shape in shapes],
        "env": forest.environment,
        "grace_seconds": 0.5,
    }
    argv = [*wrapper, sys.executable, str(TREES / "harness.py"), json.dumps(plan)]
    # Its supervisor and its shims inherit the mark.
    env = os.environ | {MARK: forest.mark, "TMPDIR": str(temporary(forest))}
    with (
        (forest.folder / "scaffold.log").open("wb") as log,
        subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=log, stderr=log, bufsize=0, start_new_session=True, env=env
        ) as scaffold,
    ):
        try:
            yield scaffold
        finally:
            scaffold.kill()
            rmtree(temporary(forest))


def temporary(forest: Forest) -> Path:
    # Short: where the path is long, scaffold takes /tmp itself.
    return Path("/tmp") / f"k-{forest.mark}"


def scratch_folders(forest: Forest) -> list[Path]:
    # Not everything there: `tempfile` tries the folder out with a file, and may be killed as it does.
    return list(temporary(forest).glob("scaffold-*"))


def shell(forest: Forest, script: str, *, grace_seconds: float = 0.5) -> Command:
    log = forest.folder / "shell.log"
    return Command(["sh", "-c", script], forest.folder, forest.environment, log, grace_seconds)


async def hold(forest: Forest, *shapes: str) -> None:
    async with AsyncExitStack() as stack:
        for shape in shapes:
            await stack.enter_async_context(started(forest.command(shape)))
        await asyncio.Event().wait()


async def cancel(task: asyncio.Task[Any]) -> None:
    task.cancel()
    await asyncio.wait([task], timeout=DEADLINE_SECONDS)


async def ended(child: Child) -> int:
    async with asyncio.timeout(DEADLINE_SECONDS):
        return await asyncio.shield(child.exited)


async def kill_the_supervisor(child: Child) -> int:
    supervisor = psutil.Process(child.shim).parent()
    assert supervisor is not None
    assert any(word.endswith("processes/supervisor") for word in supervisor.cmdline())
    supervisor.kill()
    await until(lambda: not is_alive(supervisor.pid), "the end of the supervisor")
    return supervisor.pid


def descriptors() -> list[int]:
    """All that are open; without the one that looks."""
    return [int(number) for number in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{number}")]


def read_what_is_there(end: socket.socket) -> bytes:
    end.setblocking(False)
    try:
        return end.recv(100)
    except BlockingIOError:
        return b""
