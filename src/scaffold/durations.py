"""How long each starter took the last time: what takes longest is started first, and nothing is waited for alone."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path


def remembered() -> dict[str, float]:
    """Seconds of wall time by "FRAMEWORK 3.12"; empty where nothing was proven on this machine."""
    try:
        known = json.loads(_file().read_text())
        return {str(name): float(seconds) for name, seconds in known.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def remember(seconds: Mapping[str, float]) -> None:
    """Keep what was measured, beside what is known of others."""
    with suppress(OSError):
        file = _file()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(remembered() | dict(seconds)))


def _file() -> Path:
    return user_cache_path("scaffold") / "durations.json"
