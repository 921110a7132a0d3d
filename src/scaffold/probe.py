"""Ask a server over HTTP, and judge what it answered: `fetch` does the one, `judge` the other."""

import asyncio
import json
import re
import socket
import ssl
from dataclasses import dataclass

import httpx

from scaffold.contract import Expectation, Request

ANSWER_SECONDS = 10.0
# As much of a body as is read: a starter's pages are small, and a broken one may never end.
MAX_BODY_BYTES = 1_000_000
MAX_REDIRECTS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Why there is none."""

    problem: str


def client(base_url: str) -> httpx.AsyncClient:
    """A client that talks to `base_url` and to nothing else: no proxy, no settings from the environment."""
    return httpx.AsyncClient(
        base_url=base_url,
        timeout=ANSWER_SECONDS,
        trust_env=False,
        # Only plain HTTP is spoken. httpx would read all certificates of the system for each client, 70 ms of CPU.
        verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        # Some servers drop a kept connection just when it is used again; that is not what is tested.
        limits=httpx.Limits(max_keepalive_connections=0),
    )


def accepts(host: str, port: int) -> bool:
    """Whether somebody takes a connection; on the loopback the kernel says so at once."""
    with socket.socket() as connection:
        return connection.connect_ex((host, port)) == 0


async def fetch(http: httpx.AsyncClient, request: Request) -> Answer | NoAnswer:
    """Send a request of the contract exactly as it is written and read the whole answer.

    The deadline is one for all of it: httpx's own is for each read, and a byte every five seconds would never end.
    """
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await _fetch(http, request)
    except TimeoutError:
        return NoAnswer(f"it was not complete within {ANSWER_SECONDS:g} seconds")


async def _fetch(http: httpx.AsyncClient, request: Request) -> Answer | NoAnswer:
    target, redirects = request.target, 0
    while True:
        try:
            # httpx would tidy up "/static/../x"; the target extension goes into the request line untouched.
            built = http.build_request(
                request.method,
                "/",
                headers=dict(request.headers),
                extensions={"target": target.encode("ascii")},
            )
            response = await http.send(built, stream=True)
            try:
                body = await _read(response)
            finally:
                await response.aclose()
        except httpx.HTTPError as error:
            return NoAnswer(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
        location = response.headers.get("location")
        if request.follow_redirects and response.is_redirect and location and redirects < MAX_REDIRECTS:
            try:
                target = httpx.URL(f"{http.base_url}/").join(location).raw_path.decode("ascii")
            except httpx.InvalidURL as error:
                return NoAnswer(f"it redirects to no address: {error}")
            redirects += 1
            continue
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, body)


async def _read(response: httpx.Response) -> str:
    read = bytearray()
    async for chunk in response.aiter_bytes():
        read += chunk
        if len(read) > MAX_BODY_BYTES:
            break
    return read.decode("utf-8", errors="replace")


def judge(expectation: Expectation, answer: Answer | NoAnswer) -> str | None:
    """What is wrong with an answer, or None. Pure: it looks at nothing but its arguments."""
    if isinstance(answer, NoAnswer):
        return f"no answer: {answer.problem}"
    if answer.status in expectation.refusals:
        return _judge_headers(expectation, answer)
    if answer.status not in expectation.statuses:
        return f"status {answer.status} instead of {_statuses(expectation.statuses)}{_excerpt(answer)}"
    return _judge_headers(expectation, answer) or _judge_body(expectation, answer)


def _judge_headers(expectation: Expectation, answer: Answer) -> str | None:
    for name, text in expectation.headers:
        value = answer.headers.get(name.lower())
        if value is None:
            return f"no header {name}"
        if text not in value:
            return f"header {name} is '{value}', without '{text}'"
    for name in expectation.headers_without_version:
        value = answer.headers.get(name.lower(), "")
        if re.search(r"\d", value):
            return f"header {name} tells a version: '{value}'"
    for name in expectation.absent_headers:
        if name.lower() in answer.headers:
            return f"header {name} came through from the request"
    return None


def _judge_body(expectation: Expectation, answer: Answer) -> str | None:
    wanted = expectation.content_type
    given = answer.headers.get("content-type", "")
    if wanted is not None and not _same_type(wanted, given):
        return f"content type '{given}' instead of '{wanted}'"
    for text in expectation.contains:
        if text not in answer.body:
            return f"'{text}' is not in the body{_excerpt(answer)}"
    for text in expectation.forbids:
        if text in answer.body:
            return f"'{text}' is in the body{_excerpt(answer)}"
    for pattern in expectation.forbids_patterns:
        if found := re.search(pattern, answer.body):
            return f"'{found.group()}' is in the body{_excerpt(answer)}"
    if expectation.json_body is not None or expectation.is_json:
        return _judge_json(expectation, answer)
    return None


def _judge_json(expectation: Expectation, answer: Answer) -> str | None:
    try:
        body = json.loads(answer.body)
    except ValueError:
        return f"the body is not JSON{_excerpt(answer)}"
    if expectation.json_body is not None and body != expectation.json_body:
        return f"the body is {json.dumps(body)[:200]} instead of {json.dumps(expectation.json_body)}"
    return None


def _same_type(wanted: str, given: str) -> bool:
    wanted, given = (text.lower().replace(" ", "") for text in (wanted, given))
    if "charset" in wanted:
        return wanted == given
    return given.split(";")[0] == wanted


def _statuses(statuses: tuple[int, ...]) -> str:
    if len(statuses) > 5:
        return f"{statuses[0]} to {statuses[-1]}"
    return " or ".join(str(status) for status in statuses)


def _excerpt(answer: Answer) -> str:
    text = " ".join(answer.body.split())
    if not text:
        return " (the body is empty)"
    return f" (the body begins: {text[:200]})"
