"""Which cells have passed everything on this machine, by their fingerprints, and when."""

import json
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from platformdirs import user_cache_path

# A proof is forgotten: services, certificates and clocks change without any fingerprint.
DAYS = 30


def proven() -> dict[str, date]:
    """The day of the last proof by fingerprint, of the last month; empty where nothing is known."""
    horizon = time.time() - DAYS * 86_400
    return {print_: datetime.fromtimestamp(at, UTC).date() for print_, at in _read().items() if at >= horizon}


def remember(fingerprints: Iterable[str]) -> None:
    """Note that these were proven now."""
    horizon = time.time() - DAYS * 86_400
    kept = {print_: at for print_, at in _read().items() if at >= horizon}
    with suppress(OSError):
        file = _file()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(kept | dict.fromkeys(fingerprints, time.time())))


def _read() -> dict[str, float]:
    try:
        return {str(print_): float(at) for print_, at in json.loads(_file().read_text()).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _file() -> Path:
    return user_cache_path("scaffold") / "proofs.json"
