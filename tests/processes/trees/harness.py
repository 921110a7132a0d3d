"""Hold trees as scaffold holds servers, until this process is ended: python harness.py PLAN, a JSON object.

An order on its input, "return" or "raise", ends the blocks.
"""

import asyncio
import json
import os
import signal
import sys
from typing import TypedDict

from scaffold.processes import Command, scratch_folder, started


class Plan(TypedDict):
    """The trees to hold."""

    commands: list[list[str]]
    env: dict[str, str]
    grace_seconds: float


class OrderedError(Exception):
    """What the test wanted to be raised."""


async def hold(command: Command, order: asyncio.Future[bytes]) -> None:
    async with started(command):
        if await asyncio.shield(order) == b"raise":
            raise OrderedError


async def hold_all(plan: Plan) -> None:
    order = an_order()
    with scratch_folder("test") as scratch:
        async with asyncio.TaskGroup() as group:
            for number, argv in enumerate(plan["commands"]):
                command = Command(argv, scratch, plan["env"], scratch / f"{number}.log", plan["grace_seconds"])
                group.create_task(hold(command, order))


def an_order() -> asyncio.Future[bytes]:
    loop = asyncio.get_running_loop()
    order: asyncio.Future[bytes] = loop.create_future()

    def take() -> None:
        loop.remove_reader(0)
        order.set_result(os.read(0, 100))

    loop.add_reader(0, take)
    return order


if __name__ == "__main__":
    # A shell that starts the tests in the background has them, and what they start, ignore SIGINT.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    asyncio.run(hold_all(json.loads(sys.argv[1])))
