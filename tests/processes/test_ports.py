"""Ports that are free when a server binds them, and who listens on them."""

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psutil
import pytest

from scaffold.processes import LOOPBACK, descendants, exposed, listeners, reserve_port, started

from . import Forest


@pytest.fixture
def forest(tmp_path: Path) -> Iterator[Forest]:
    with Forest(tmp_path / "forest") as forest:
        yield forest


def listen(port: int, host: str = LOOPBACK) -> socket.socket:
    """As servers do it."""
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((host, port))
    server.listen()
    return server


def ask_for_any_port(stack: ExitStack, *, reuse: bool) -> int:
    """Hold a port of the kernel's choice for the length of the stack."""
    taker = stack.enter_context(socket.socket())
    taker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(reuse))
    taker.bind((LOOPBACK, 0))
    return int(taker.getsockname()[1])


def test_a_server_can_bind_a_reserved_port_at_once() -> None:
    for _ in range(20):
        port = reserve_port()

        with closing(listen(port)) as server, socket.create_connection((LOOPBACK, port), timeout=5.0) as client:
            assert client.getpeername() == server.getsockname()


def test_reserved_ports_are_given_to_nobody_who_asks_for_any() -> None:
    reserved = {reserve_port() for _ in range(200)}

    given = set()
    for _ in range(100):
        with ExitStack() as stack:
            given |= {ask_for_any_port(stack, reuse=bool(number % 2)) for number in range(200)}

    assert len(reserved) == 200
    assert not reserved & given


def test_a_wanted_port_that_is_free_is_reserved() -> None:
    wanted = reserve_port()

    assert reserve_port(wanted) == wanted


@pytest.mark.parametrize(
    "host", [pytest.param(LOOPBACK, id="on the loopback"), pytest.param("0.0.0.0", id="on every address")]
)
def test_a_wanted_port_in_use_is_refused(host: str) -> None:
    with closing(listen(0, host)) as server:
        wanted = server.getsockname()[1]

        with pytest.raises(OSError, match="in use"):
            reserve_port(wanted)


def test_reserving_leaves_no_descriptor_open() -> None:
    before = psutil.Process().num_fds()

    for _ in range(20):
        reserve_port()

    assert psutil.Process().num_fds() == before


async def test_a_listener_in_a_grandchild_is_found(forest: Forest) -> None:
    port = reserve_port()

    async with started(forest.command("listening_grandchild", port=port)) as child:
        await forest.grown("listening_grandchild")
        found = listeners(port, descendants(child.shim))

    assert found == [forest.noted("listening_grandchild", "listener")]


async def test_a_daemon_is_a_descendant_of_the_shim(forest: Forest) -> None:
    async with started(forest.command("daemon_with_clean_environment")) as child:
        await forest.grown("daemon_with_clean_environment")
        found = {process.pid for process in descendants(child.shim)}

    assert found == {child.pid, forest.noted("daemon_with_clean_environment", "daemon")}


async def test_a_port_held_by_another_program_is_not_attributed(forest: Forest) -> None:
    with closing(listen(reserve_port())) as server:
        port = server.getsockname()[1]
        async with started(forest.command("listening_grandchild", port=reserve_port())) as child:
            await forest.grown("listening_grandchild")
            theirs = listeners(port, descendants(child.shim))
        ours = listeners(port, [psutil.Process()])

    assert theirs == []
    assert ours == [os.getpid()]


def test_the_port_of_a_connection_is_not_a_listener() -> None:
    with closing(listen(reserve_port())) as server, socket.create_connection(server.getsockname()) as client:
        found = listeners(client.getsockname()[1], [psutil.Process()])

    assert found == []


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        *((host, None) for host in ("127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1")),
        ("0.0.0.0", "0.0.0.0:"),
        ("::", "[::]:"),
    ],
)
def test_who_listens_beyond_the_loopback_is_told_with_the_address(host: str, shown: str | None) -> None:
    before = set(exposed([psutil.Process()]))
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as server:
        server.bind((host, 0))
        server.listen()
        found = set(exposed([psutil.Process()])) - before
        port = server.getsockname()[1]

    assert found == ({f"{shown}{port}"} if shown else set())


async def test_a_process_that_is_gone_has_no_descendants_and_does_not_listen(forest: Forest) -> None:
    async with started(forest.command("workers")) as child:
        await forest.grown("workers")
        family = descendants(child.shim)

    assert len(family) == 4
    assert descendants(child.shim) == []
    assert listeners(1, family) == []
