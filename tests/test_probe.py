import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from scaffold.contract import Expectation, Request
from scaffold.probe import MAX_BODY_BYTES, Answer, NoAnswer, client, fetch, judge

OK = Answer(200, {"content-type": "text/html; charset=utf-8"}, "<h1>Hello world!</h1>")


@pytest.mark.parametrize(
    "expectation",
    [
        pytest.param(Expectation(), id="anything"),
        pytest.param(Expectation(content_type="text/html;charset=UTF-8"), id="type, but for case and space"),
        pytest.param(Expectation(contains=("Hello world!",), forbids=("Hello Ada!",)), id="body"),
        pytest.param(Expectation((500,), refusals=(200,)), id="refusal"),
        pytest.param(Expectation(headers=(("Content-Type", "html"),), absent_headers=("Server",)), id="headers"),
    ],
)
def test_an_answer_as_expected_has_no_problem(expectation: Expectation) -> None:
    assert judge(expectation, OK) is None


@pytest.mark.parametrize(
    ("expectation", "answer", "problem"),
    [
        pytest.param(Expectation(), NoAnswer("gone"), "no answer: gone", id="no answer"),
        pytest.param(Expectation((404, 405)), OK, "status 200 instead of 404 or 405", id="status"),
        pytest.param(Expectation(tuple(range(400, 500))), OK, "instead of 400 to 499", id="range of statuses"),
        pytest.param(Expectation(content_type="application/json"), OK, "content type 'text/html", id="type"),
        pytest.param(
            Expectation(content_type="text/html; charset=utf-8"),
            Answer(200, {"content-type": "text/html"}, ""),
            "instead of 'text/html; charset=utf-8'",
            id="charset",
        ),
        pytest.param(Expectation(contains=("Hello Ada!",)), OK, "'Hello Ada!' is not in the body", id="missing"),
        pytest.param(Expectation(forbids=("<h1>",)), OK, "'<h1>' is in the body", id="forbidden"),
        pytest.param(
            Expectation(forbids_patterns=(r"\d\.\d\.\d",)), Answer(200, {}, "v1.2.3"), "'1.2.3'", id="pattern"
        ),
        pytest.param(Expectation(is_json=True), OK, "the body is not JSON", id="not JSON"),
        pytest.param(
            Expectation(json_body={"a": 1}), Answer(200, {}, '{"a": 2}'), 'instead of {"a": 1}', id="other JSON"
        ),
        pytest.param(Expectation(headers=(("X-A", ""),)), OK, "no header X-A", id="no header"),
        pytest.param(
            Expectation(headers=(("X-A", "b"),)), Answer(200, {"x-a": "c"}, ""), "without 'b'", id="other header"
        ),
        pytest.param(
            Expectation(headers_without_version=("Server",)),
            Answer(200, {"server": "tiny/1"}, ""),
            "tells a version",
            id="version",
        ),
        pytest.param(
            Expectation((200,), absent_headers=("X-A",), refusals=(400,)),
            Answer(400, {"x-a": "yes"}, ""),
            "must not be there",
            id="header in a refusal",
        ),
    ],
)
def test_an_answer_that_is_not_as_expected_has_a_problem_that_says_so(
    expectation: Expectation, answer: Answer | NoAnswer, problem: str
) -> None:
    assert problem in str(judge(expectation, answer))


@asynccontextmanager
async def raw_server(reply: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that notes the request line and sends `reply`, whatever it was asked."""
    lines: list[bytes] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.append(await reader.readline())
        writer.write(reply)
        with suppress(ConnectionError):
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", lines


async def test_a_target_goes_into_the_request_line_as_it_is() -> None:
    target = "/static/../..%2f%2e%2e/etc/passwd?name=%ff%00"

    async with raw_server(b"HTTP/1.1 204 No Content\r\n\r\n") as (url, lines), client(url) as http:
        answer = await fetch(http, Request("GET", target))

    assert isinstance(answer, Answer)
    assert lines == [f"GET {target} HTTP/1.1\r\n".encode()]


async def test_a_redirect_is_followed_only_where_the_check_says_so() -> None:
    reply = b"HTTP/1.1 301 Moved\r\nLocation: /hello\r\nContent-Length: 0\r\n\r\n"

    async with raw_server(reply) as (url, lines), client(url) as http:
        stays = await fetch(http, Request("GET", "/hello/"))
        follows = await fetch(http, Request("GET", "/hello/", follow_redirects=True))

    assert isinstance(stays, Answer)
    assert stays.status == 301
    assert isinstance(follows, Answer)
    # To itself, for ever: it is followed three times and not for ever.
    assert lines[1:] == [b"GET /hello/ HTTP/1.1\r\n", *[b"GET /hello HTTP/1.1\r\n"] * 3]


async def test_a_body_without_end_is_read_only_so_far() -> None:
    reply = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + b"x" * (MAX_BODY_BYTES + 100_000)

    async with raw_server(reply) as (url, _), client(url) as http:
        answer = await fetch(http, Request("GET", "/"))

    assert isinstance(answer, Answer)
    assert MAX_BODY_BYTES < len(answer.body) <= MAX_BODY_BYTES + 100_000


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(b"", id="closed at once"),
        pytest.param(b"not HTTP\r\n\r\n", id="not HTTP"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", id="cut short"),
    ],
)
async def test_a_broken_answer_is_no_answer(reply: bytes) -> None:
    async with raw_server(reply) as (url, _), client(url) as http:
        assert isinstance(await fetch(http, Request("GET", "/")), NoAnswer)
