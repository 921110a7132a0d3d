"""Ask an index as uv would, and note what came of it; `judging` says what that means."""

import asyncio
import netrc
import os
import re
import socket
import ssl
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from urllib.parse import unquote, urljoin, urlsplit

import httpx

from scaffold.diagnosis.deadlines import within
from scaffold.diagnosis.trusting import Trust, context, trusted
from scaffold.environment import PACKAGE
from scaffold.uv_settings import Index, Proxy, UvSettings

NAME_SECONDS = 2.5
REQUEST_SECONDS = 3.0
# For all that is asked of one index.
INDEX_SECONDS = 6.0
_ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
# OpenSSL's numbers: not yet valid, expired; for another name, another address.
_DATES = (9, 10)
_OTHER_NAMES = (62, 64)


class Trouble(Enum):
    """Why there was no answer."""

    NAME_UNKNOWN = auto()
    NOT_REACHED = auto()
    TOO_SLOW = auto()
    PROXY_REFUSES = auto()
    PROXY_NOT_SUPPORTED = auto()
    CERTIFICATE_UNKNOWN = auto()
    # Only with the certificates that the operating system trusts it is in order.
    CERTIFICATE_KNOWN_TO_SYSTEM = auto()
    CERTIFICATE_DATE = auto()
    CERTIFICATE_NAME = auto()
    NO_TLS = auto()
    BROKEN = auto()


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking an index; `trouble` or `status`, never both."""

    index: Index
    # What was asked: the index's host, or that of its files.
    host: str
    proxy: Proxy | None = None
    trouble: Trouble | None = None
    # In the words of whoever said no.
    words: str = ""
    status: int | None = None
    # Whether the answer was a page of an index with links to files.
    is_index: bool = False
    seconds: float = 0.0
    # What its clock said, and what ours said then.
    their_time: datetime | None = None
    our_time: datetime | None = None


def ask_index(index: Index, settings: UvSettings) -> Asked:
    """Ask for one small page, and for one file that it names; nothing is downloaded."""
    return asyncio.run(_ask_index(index, settings))


async def _ask_index(index: Index, settings: UvSettings) -> Asked:
    url = f"{index.url.rstrip('/')}/{PACKAGE}/"
    page, text, final_url = await _ask("GET", url, index, settings)
    if page.trouble is Trouble.CERTIFICATE_DATE:
        return await _with_their_time(page, url, settings)
    if page.trouble is Trouble.CERTIFICATE_UNKNOWN:
        retried, _, _ = await _ask("HEAD", url, index, settings, trust=Trust.SYSTEM)
        known = retried.status is not None
        return replace(page, trouble=Trouble.CERTIFICATE_KNOWN_TO_SYSTEM) if known else page
    link = _last_file(text) if page.status == httpx.codes.OK else None
    if link is None:
        return page
    page = replace(page, is_index=True)
    # Indexes have their files elsewhere, and that is what an installation from a lock needs.
    file_url = urljoin(final_url, link)
    if urlsplit(file_url).netloc == urlsplit(final_url).netloc:
        return page
    file, _, _ = await _ask("HEAD", file_url, index, settings)
    return page if file.status is not None and file.status < httpx.codes.BAD_REQUEST else file


async def _ask(
    method: str, url: str, index: Index, settings: UvSettings, *, trust: "Trust | None" = None
) -> tuple[Asked, str, str]:
    """What came of one request, the text of the answer and where it came from in the end."""
    parts = urlsplit(url)
    proxy = settings.proxy(url)
    asked = Asked(index, parts.hostname or url, proxy)
    begun = time.monotonic()
    try:
        await _look_up(urlsplit(proxy.url) if proxy else parts)
        insecure = {parts.hostname, parts.netloc.rpartition("@")[2]} & settings.insecure_hosts
        trust = trust or (Trust.ANYBODY if insecure else trusted(settings))
        async with (
            asyncio.timeout(REQUEST_SECONDS),
            httpx.AsyncClient(
                proxy=proxy.url if proxy else None,
                trust_env=False,
                verify=context(trust),
                auth=None if trust is Trust.ANYBODY and not insecure else _credentials(index, url, settings),
                follow_redirects=True,
            ) as http,
        ):
            answer = await http.request(method, url, headers={"Accept": _ACCEPT})
    except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError, ValueError, ImportError) as error:
        trouble, words = trouble_of(error, through_proxy=proxy is not None)
        return replace(asked, trouble=trouble, words=words, seconds=time.monotonic() - begun), "", url
    answered = replace(
        asked,
        status=answer.status_code,
        seconds=time.monotonic() - begun,
        their_time=_date(answer),
        our_time=datetime.now(UTC),
    )
    return answered, answer.text, str(answer.url)


async def _look_up(parts: object) -> None:
    """Raise OSError where a name is not known, TimeoutError where nobody says.

    Before the request, and in a thread that may be left alone: where a look-up hangs, that of asyncio would be waited
    for at the end of the process.
    """
    host = getattr(parts, "hostname", None)
    if host:
        await asyncio.to_thread(within, NAME_SECONDS, lambda: socket.getaddrinfo(host, None))


async def _with_their_time(page: Asked, url: str, settings: UvSettings) -> Asked:
    """Ask once more for the date alone, without a look at the certificate and without any credentials."""
    plain = replace(page.index, url=re.sub(r"(?<=://)[^/]*@", "", page.index.url), name=None)
    bare_url = re.sub(r"(?<=://)[^/]*@", "", url)
    dated, _, _ = await _ask("HEAD", bare_url, plain, settings, trust=Trust.ANYBODY)
    return replace(page, their_time=dated.their_time, our_time=dated.our_time)


def trouble_of(error: BaseException, *, through_proxy: bool) -> tuple[Trouble, str]:
    """What an exception of httpx, of its look-up or of TLS stands for, and its words."""
    chain = list(_chain(error))
    words = " ".join(str(error).split())
    for each in chain:
        if isinstance(each, ssl.SSLCertVerificationError):
            kinds = dict.fromkeys(_OTHER_NAMES, Trouble.CERTIFICATE_NAME)
            kinds |= dict.fromkeys(_DATES, Trouble.CERTIFICATE_DATE)
            return kinds.get(each.verify_code, Trouble.CERTIFICATE_UNKNOWN), each.verify_message
        if isinstance(each, ssl.SSLError):
            return Trouble.NO_TLS, each.reason or words
        if isinstance(each, socket.gaierror):
            return Trouble.NAME_UNKNOWN, each.strerror or words
    if isinstance(error, httpx.ProxyError):
        return Trouble.PROXY_REFUSES, words
    if isinstance(error, ImportError):
        return Trouble.PROXY_NOT_SUPPORTED, words
    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        return Trouble.TOO_SLOW, words
    if isinstance(error, (httpx.ConnectError, OSError)):
        return Trouble.NOT_REACHED, words
    # A proxy that speaks no HTTP, an address that is none, an answer that ends in the middle.
    return (Trouble.PROXY_REFUSES if through_proxy else Trouble.BROKEN), words


def _chain(error: BaseException | None) -> "list[BaseException]":
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        if isinstance(error, BaseExceptionGroup):
            found.extend(error.exceptions)
        error = error.__cause__ or error.__context__
    return found


def _credentials(index: Index, url: str, settings: UvSettings) -> httpx.Auth | tuple[str, str] | None:
    """Those of the URL, of variables or of ~/.netrc; for the host of the index alone."""
    there, own = urlsplit(url), urlsplit(index.url)
    if there.hostname == own.hostname:
        if own.username or own.password:
            return unquote(own.username or ""), unquote(own.password or "")
        if given := settings.credentials(index):
            return given
    try:
        return httpx.NetRCAuth(os.environ.get("NETRC"))
    except (OSError, ValueError, netrc.NetrcParseError):
        return None


def _last_file(text: str) -> str | None:
    """The address of the last file that a page of the simple API names, be it HTML or JSON; None where it is none."""
    links = re.findall(r"""(?:href=["']|"url":\s*")([^"'#]+\.whl)\b""", text)
    return str(links[-1]) if links else None


def _date(answer: httpx.Response) -> datetime | None:
    try:
        return parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return None
