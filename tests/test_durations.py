from pathlib import Path

import pytest

from scaffold import durations


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_what_was_measured_is_kept_beside_what_is_known_of_others() -> None:
    durations.remember({"flask 3.11": 2.0, "django 3.11": 5.0})
    durations.remember({"flask 3.11": 3.0})

    assert durations.remembered() == {"flask 3.11": 3.0, "django 3.11": 5.0}


@pytest.mark.parametrize("text", ["", "not JSON", "[1]", '{"flask": "x"}'])
def test_what_cannot_be_read_is_forgotten(tmp_path: Path, text: str) -> None:
    durations.remember({"flask 3.11": 2.0})
    next(tmp_path.rglob("durations.json")).write_text(text)

    assert durations.remembered() == {}
