import asyncio
from collections.abc import Iterator
from datetime import date

import pytest

from scaffold.errors import InstallationError
from scaffold.index import releases
from scaffold.model import Release

from .drift_index import Index, served


@pytest.fixture(params=["json", "html"])
def index(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    with served() as running:
        running.as_html = request.param == "html"
        monkeypatch.setenv("UV_DEFAULT_INDEX", running.url)
        yield running


def test_the_releases_come_oldest_version_first_with_the_day_of_their_first_file(index: Index) -> None:
    for version, day in (("1.10", "2026-03-01"), ("1.9", "2026-01-01"), ("2.0rc1", "2026-04-01")):
        index.release("thing", version, day=day)

    assert asyncio.run(releases("Thing")) == (
        Release("thing", "1.9", date(2026, 1, 1)),
        Release("thing", "1.10", date(2026, 3, 1)),
        Release("thing", "2.0rc1", date(2026, 4, 1)),
    )


def test_an_index_that_does_not_know_it_is_an_error_with_its_name(index: Index) -> None:
    with pytest.raises(InstallationError, match="releases of nonesuch"):
        asyncio.run(releases("nonesuch"))
