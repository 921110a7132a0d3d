import asyncio
import socket
from pathlib import Path

import pytest

from scaffold import server
from scaffold.environment import program_environment
from scaffold.errors import BootError
from scaffold.model import Environment, Mode, Starter
from scaffold.processes import reserve_port
from scaffold.server import boot
from scaffold.starter import filled

from .conftest import APPLICATION, MakeStarter


async def test_a_server_is_up_in_its_block_and_gone_after_it(
    tiny: Starter, own_environment: Environment, scratch: Path
) -> None:
    async with boot(tiny, own_environment, Mode.SERVE, scratch=scratch) as running:
        assert running.first.status == 200
        assert running.first.body == '{"message": "Hello world!"}'
        socket.create_connection(("127.0.0.1", running.port), timeout=2).close()

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", running.port), timeout=2)


async def test_how_a_server_was_stopped_is_told(tiny: Starter, own_environment: Environment, scratch: Path) -> None:
    async with boot(tiny, own_environment, Mode.DEV, scratch=scratch) as running:
        stopped = await running.stop()

    assert (stopped.rung, stopped.left_behind, stopped.survivors) == ("TERM", 0, 0)
    assert await running.ended() == -15


async def test_a_server_that_ends_before_it_answers_is_told_at_once_with_its_status(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path
) -> None:
    broken = make_starter("import sys; print('I give up'); sys.exit(7)")

    async with asyncio.timeout(10):
        with pytest.raises(BootError, match="ended with status 7 before it answered"):
            async with boot(broken, own_environment, Mode.DEV, scratch=scratch):
                pass

    assert (scratch / "dev.log").read_text() == "I give up\n"


async def test_a_command_that_does_not_exist_is_a_boot_error(
    tiny: Starter, own_environment: Environment, scratch: Path
) -> None:
    (tiny.path / "pyproject.toml").write_text(
        (tiny.path / "pyproject.toml").read_text().replace('dev = ["python"', 'dev = ["nonesuch"')
    )
    from scaffold import starter

    with pytest.raises(BootError, match="status 127"):
        async with boot(starter.load(tiny.path), own_environment, Mode.DEV, scratch=scratch):
            pass

    assert "nonesuch" in (scratch / "dev.log").read_text()


async def test_a_server_that_never_answers_is_given_up_at_the_deadline(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = make_starter(
        "import socket, sys, time\nlistening = socket.create_server((sys.argv[1], int(sys.argv[2])))\ntime.sleep(60)\n"
    )
    monkeypatch.setattr(server, "BOOT_SECONDS", 1.0)

    with pytest.raises(BootError, match="not answered within 1 seconds"):
        async with boot(silent, own_environment, Mode.DEV, scratch=scratch):
            pass


async def test_an_answer_by_somebody_else_is_not_taken_for_the_starter_s(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path
) -> None:
    idle = make_starter("import time; time.sleep(60)")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    other = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with other:
        port = other.sockets[0].getsockname()[1]
        with pytest.raises(BootError, match="Something else than this server"):
            async with boot(idle, own_environment, Mode.DEV, scratch=scratch, port=port):
                pass


async def test_a_port_that_was_taken_meanwhile_is_tried_again_with_another(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path, tmp_path: Path
) -> None:
    once = tmp_path / "once"
    unlucky = make_starter(
        f"import pathlib, sys\nonce = pathlib.Path({str(once)!r})\n"
        "if not once.exists():\n"
        "    once.touch(); sys.exit('OSError: [Errno 98] Address already in use')\n" + APPLICATION
    )

    async with boot(unlucky, own_environment, Mode.DEV, scratch=scratch) as running:
        assert running.first.status == 200


async def test_a_given_port_is_kept(tiny: Starter, own_environment: Environment, scratch: Path) -> None:
    port = reserve_port()

    async with boot(tiny, own_environment, Mode.DEV, scratch=scratch, port=port) as running:
        assert running.url == f"http://127.0.0.1:{port}"


async def test_a_megabyte_of_output_at_the_start_does_not_block_a_server(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path
) -> None:
    talkative = make_starter("print('x' * 5_000_000, flush=True)\n" + APPLICATION)

    async with boot(talkative, own_environment, Mode.DEV, scratch=scratch) as running:
        assert running.first.status == 200

    assert (scratch / "dev.log").stat().st_size > 5_000_000


def test_a_starter_s_own_programs_come_first(own_environment: Environment, scratch: Path) -> None:
    environ = program_environment(own_environment, scratch)

    assert environ["PATH"].startswith(f"{own_environment.bin}:")
    assert environ["VIRTUAL_ENV"] == str(own_environment.path)
    assert Path(environ["TMPDIR"]).is_relative_to(scratch)


def test_the_address_is_put_where_the_command_says() -> None:
    assert filled(("serve", "--bind", "{host}:{port}"), "127.0.0.1", 8000) == ["serve", "--bind", "127.0.0.1:8000"]
