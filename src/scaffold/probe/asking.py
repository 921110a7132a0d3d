"""Send a request of the contract, and read what comes: `fetch`."""

import asyncio
import socket
import ssl

import httpx

from scaffold.contract import Request
from scaffold.probe.answers import Answer, NoAnswer
from scaffold.probe.flooding import flood
from scaffold.probe.stalling import slow_clients

ANSWER_SECONDS = 10.0
# As much of a body as is read: a starter's pages are small, and a broken one may never end.
MAX_BODY_BYTES = 1_000_000
MAX_REDIRECTS = 3


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
            if request.flood is not None:
                return await flood(str(http.base_url.host), http.base_url.port or 80, request)
            async with slow_clients(str(http.base_url.host), http.base_url.port or 80, request.slow_clients):
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
        return Answer(response.status_code, headers, body, tuple(response.headers.get_list("set-cookie")))


async def _read(response: httpx.Response) -> str:
    read = bytearray()
    async for chunk in response.aiter_bytes():
        read += chunk
        if len(read) > MAX_BODY_BYTES:
            break
    return read.decode("utf-8", errors="replace")
