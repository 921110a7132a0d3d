"""Run a project's server until the user ends it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from scaffold.environment import keep_bytecode, missing
from scaffold.errors import BootError
from scaffold.model import Environment, Mode, Starter
from scaffold.processes import reserve_port, scratch_folder
from scaffold.server import Server, boot
from scaffold.starter import PORT

FOLLOW_SECONDS = 0.2


async def keep_up(
    starter: Starter,
    environment: Environment,
    mode: Mode,
    *,
    port: int | None,
    up: Callable[[Server], None],
    said: Callable[[str], None],
) -> None:
    """Boot a server, tell `up` when it has answered, and pass on what it says until the task is cancelled.

    `port` None: 8000, or a free one where that is taken. Nothing is left of the server afterwards. Raises BootError
    where it does not come up and where it ends by itself. Its log has no limit: a project may be up for weeks.
    """
    with scratch_folder("run") as scratch:
        log = scratch / f"{mode}.log"
        try:
            async with boot(
                starter, environment, mode, scratch=scratch, port=port or _free_port(), log_limit_bytes=None
            ) as server:
                up(server)
                await asyncio.to_thread(keep_bytecode, environment)
                await _follow(log, said, server.ended)
        except BootError as error:
            said(_text(log))
            # The log is about to vanish with the scratch folder; it was just shown.
            hint = await asyncio.to_thread(missing, environment.path)
            said_so = str(error).removesuffix(f" See {log}.") + " Its output is above."
            raise BootError(f"{said_so} {hint}" if hint else said_so) from None


def _free_port() -> int:
    try:
        return reserve_port(PORT)
    except OSError:
        return reserve_port()


async def _follow(log: Path, said: Callable[[str], None], ended: Callable[[], Awaitable[int]]) -> None:
    """Pass on a growing log until the server ends; raises BootError then."""
    ending = asyncio.ensure_future(ended())
    try:
        with log.open(errors="replace") as file:
            while True:
                done = ending.done()
                if text := file.read():
                    said(text)
                if done:
                    raise BootError(f"The server ended by itself, with status {ending.result()}.")
                await asyncio.wait([ending], timeout=FOLLOW_SECONDS)
    finally:
        ending.cancel()


def _text(log: Path) -> str:
    try:
        return log.read_text(errors="replace")
    except OSError:
        return ""
