"""When a project was checked, and with which result: noted in its environment, which git ignores and uv can rebuild.

The note is of a lock and a Python; where one of them is another now, there is none.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_NOTE = ".scaffold-check.json"


@dataclass(frozen=True, slots=True)
class Checked:
    """The last check of a project."""

    at: datetime
    passed: bool

    def days(self) -> int:
        """How many days ago it was, by the calendar."""
        return (datetime.now(UTC).date() - self.at.date()).days


def remember(project: Path, environment: Path, *, passed: bool) -> None:
    """Note that a project was checked now, in its environment; where that cannot be written it is not known later."""
    note = {"at": datetime.now(UTC).isoformat(), "passed": passed, "fingerprint": _fingerprint(project, environment)}
    with suppress(OSError):
        (environment / _NOTE).write_text(json.dumps(note), encoding="utf-8")


def last(project: Path, environment: Path) -> Checked | None:
    """The last check with the lock and the Python of today; None where there was none."""
    try:
        note = json.loads((environment / _NOTE).read_text(encoding="utf-8"))
        if note["fingerprint"] != _fingerprint(project, environment):
            return None
        return Checked(datetime.fromisoformat(note["at"]), passed=note["passed"] is True)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _fingerprint(project: Path, environment: Path) -> str:
    digest = hashlib.sha256()
    for file in (project / "uv.lock", environment / "pyvenv.cfg"):
        with suppress(OSError):
            digest.update(file.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()
