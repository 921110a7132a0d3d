"""What the processes of a server take: memory as their share of it, and time of the processors."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from scaffold.measuring.sizes import BYTES_PER_MB
from scaffold.server import Server

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psutil

LOOK_SECONDS = 0.1
# One tick of the kernel's clock is what a manager takes that only looks after its workers.
QUIET_SECONDS = 0.011
QUIET_LOOKS = 2
# A server that is never quiet is measured all the same.
PATIENCE_SECONDS = 5.0
NO_PSS = "the system does not say which share of its memory a process has (PSS); Linux does"


def memory(processes: "Sequence[psutil.Process]") -> float | None:
    """Their memory in MB: what several share counts once (PSS). None where the system does not say."""
    import psutil

    total = 0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            share = getattr(process.memory_full_info(), "pss", None)
            if share is None:
                return None
            total += share
    return total / BYTES_PER_MB


def cpu_seconds(processes: "Sequence[psutil.Process]") -> float:
    """User and system time of processes, and of their children that have ended."""
    import psutil

    total = 0.0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def end_at_once(server: Server) -> None:
    """Kill a server of which nothing more is wanted: how long it takes to stop is measured elsewhere."""
    import psutil

    for process in server.processes():
        with suppress(psutil.NoSuchProcess):
            process.kill()


async def quiet(server: Server) -> None:
    """Wait until a server has nothing left to do: workers may still be starting when one has answered."""
    looks, before = 0, cpu_seconds(server.processes())
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_SECONDS):
            while looks < QUIET_LOOKS:
                await asyncio.sleep(LOOK_SECONDS)
                now = cpu_seconds(server.processes())
                looks = looks + 1 if now - before < QUIET_SECONDS else 0
                before = now
