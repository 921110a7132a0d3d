"""A server that gets more than it should take: what counts as a refusal."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from scaffold.contract import Expectation, Flood, Request
from scaffold.probe import Answer, NoAnswer, asking, client, fetch, flooding, judge, judge_cookies

REFUSED = Expectation(tuple(range(400, 500)), may_hang_up=True)
TOO_LARGE = b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n"


@asynccontextmanager
async def server(*, takes: int, says: bytes) -> AsyncIterator[tuple[str, list[int]]]:
    """A server that takes so many bytes of a request, then says something and closes."""
    taken = [0]
    handled = asyncio.Event()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while taken[0] < takes and (piece := await reader.read(65536)):
                taken[0] += len(piece)
            writer.write(says)
            await writer.drain()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        handled.set()

    listening = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", taken
        await handled.wait()


@pytest.mark.parametrize("flood", Flood)
async def test_a_server_that_refuses_early_is_not_sent_the_rest(flood: Flood) -> None:
    async with server(takes=100, says=TOO_LARGE) as (url, taken), client(url) as http:
        answer = await fetch(http, Request("POST", "/hello", flood=flood))

    assert judge(REFUSED, answer) is None
    assert taken[0] < flooding.SENT_BYTES


@pytest.mark.parametrize("flood", [Flood.ANNOUNCED_BODY, Flood.CHUNKED_BODY])
async def test_a_server_that_hangs_up_has_refused(flood: Flood) -> None:
    async with server(takes=100, says=b"") as (url, _), client(url) as http:
        answer = await fetch(http, Request("POST", "/hello", flood=flood))

    assert isinstance(answer, NoAnswer)
    assert judge(REFUSED, answer) is None


@pytest.mark.parametrize("flood", [Flood.ANNOUNCED_BODY, Flood.CHUNKED_BODY])
async def test_a_server_that_takes_everything_has_not_refused(monkeypatch: pytest.MonkeyPatch, flood: Flood) -> None:
    monkeypatch.setattr(flooding, "PATIENCE_SECONDS", 0.2)

    async with server(takes=1 << 40, says=TOO_LARGE) as (url, taken), client(url) as http:
        answer = await fetch(http, Request("POST", "/hello", flood=flood))

    assert "did not refuse them" in str(judge(REFUSED, answer))
    # Fifty megabytes are announced, and are not sent.
    assert taken[0] < flooding.SENT_BYTES + 65536


async def test_large_headers_that_are_answered_as_if_they_were_small_are_a_failure() -> None:
    async with server(takes=flooding.HEADER_BYTES, says=b"HTTP/1.1 200 OK\r\n\r\n") as (url, _), client(url) as http:
        answer = await fetch(http, Request("GET", "/hello", flood=Flood.HEADERS))

    assert judge(REFUSED, answer) == "status 200 instead of 400 to 499 (the body is empty)"


@pytest.mark.parametrize(("threads", "status"), [(4, 200), (3, None)])
async def test_slow_clients_keep_others_waiting_only_where_there_are_too_few_to_serve_them(
    monkeypatch: pytest.MonkeyPatch, threads: int, status: int | None
) -> None:
    monkeypatch.setattr(asking, "ANSWER_SECONDS", 0.5)
    free = asyncio.Semaphore(threads)

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with free:
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                await reader.readuntil(b"\r\n\r\n")
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(handle, "127.0.0.1", 0) as listening:
        url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        async with client(url) as http:
            answer = await fetch(http, Request("GET", "/hello", slow_clients=3))
            after = await fetch(http, Request("GET", "/hello"))

    assert (answer.status if isinstance(answer, Answer) else None) == status
    # They are gone with the request for which they came.
    assert isinstance(after, Answer)


@pytest.mark.parametrize(
    ("cookie", "problem"),
    [
        ("a=1; Path=/; HttpOnly; SameSite=Lax", None),
        ("a=1; httponly; samesite=strict", None),
        ("a=1; SameSite=Lax", "the cookie a is not HttpOnly"),
        ("httponly=samesite", "the cookie httponly is not HttpOnly and not SameSite"),
    ],
)
def test_a_cookie_is_judged_by_its_flags(cookie: str, problem: str | None) -> None:
    assert judge_cookies([Answer(200, {}, "", (cookie,))]) == problem
