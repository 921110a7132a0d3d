"""Which releases of a distribution an index has, and since when: the simple API, as JSON or HTML.

JSON is PEP 691, with the time of upload by PEP 700. A mirror may have HTML only (PEP 503), some with the time of upload
in an attribute of their own. It is asked here and not through a library: those that know the simple API bring another
HTTP client with them.
"""

from collections.abc import Iterator
from datetime import date, datetime
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import httpx
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import Version

from scaffold import uv_settings
from scaffold.errors import InstallationError
from scaffold.model import Release

_JSON = "application/vnd.pypi.simple.v1+json"
_ACCEPT = f"{_JSON}, text/html;q=0.1"
ANSWER_SECONDS = 30.0


async def releases(package: str) -> tuple[Release, ...]:
    """The releases of a distribution, oldest version first, without those that were yanked.

    Asks the index that uv would ask. Raises InstallationError where it does not answer.
    """
    url = f"{uv_settings.read().default.url.rstrip('/')}/{canonicalize_name(package)}/"
    try:
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS, follow_redirects=True) as http:
            answer = await http.get(url, headers={"Accept": _ACCEPT})
            answer.raise_for_status()
            is_json = answer.headers.get("Content-Type", "").startswith(_JSON)
            files = answer.json()["files"] if is_json else _files_of_page(answer.text)
    except (httpx.HTTPError, ValueError, KeyError) as error:
        raise InstallationError(f"The index does not tell the releases of {package}: {error}.") from error
    days: dict[Version, date | None] = {}
    for version, day in _versions(files):
        known = days.get(version)
        days[version] = min(known, day) if known and day else known or day
    name = canonicalize_name(package)
    return tuple(Release(name, str(version), days[version]) for version in sorted(days))


def _files_of_page(text: str) -> list[dict[str, object]]:
    """What a page of HTML says, in the words of the JSON."""
    page = _Page()
    page.feed(text)
    return page.files


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.files: list[dict[str, object]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.files.append(
                {
                    "filename": unquote(urlsplit(str(found["href"])).path.rpartition("/")[2]),
                    "yanked": "data-yanked" in found,
                    "upload-time": found.get("data-upload-time"),
                }
            )


def _versions(files: list[dict[str, object]]) -> Iterator[tuple[Version, date | None]]:
    for file in files:
        if file.get("yanked"):
            continue
        name, uploaded = str(file["filename"]), file.get("upload-time")
        try:
            version = parse_wheel_filename(name)[1] if name.endswith(".whl") else parse_sdist_filename(name)[1]
        except (InvalidWheelFilename, InvalidSdistFilename):
            continue
        yield version, datetime.fromisoformat(str(uploaded)).date() if uploaded else None
