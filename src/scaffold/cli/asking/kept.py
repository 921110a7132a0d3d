"""The answers of a run that was broken off: the next one begins with them, within a day."""

import json
import os
import time
from contextlib import suppress
from pathlib import Path

from platformdirs import user_state_path

from scaffold import schemas
from scaffold.cli.asking.questions import Answers

# Who comes back later begins something else.
HOURS = 24


def recall() -> Answers:
    """What was answered the last time; nothing where that run came to its end."""
    try:
        known = json.loads(_file().read_text(encoding="utf-8"))
        if known["schema"] != schemas.ANSWERS or not 0 <= time.time() - known["at"] < HOURS * 3600:
            return {}
        return {str(key): tuple(map(str, values)) for key, values in known["answers"].items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return {}


def keep(answers: Answers) -> bool:
    """Whether they could be kept."""
    file = _file()
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    known = {"schema": schemas.ANSWERS, "at": time.time(), "answers": {key: list(answers[key]) for key in answers}}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(known), encoding="utf-8")
        beside.replace(file)
    except (OSError, ValueError):
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        return False
    return True


def forget() -> None:
    with suppress(OSError):
        _file().unlink(missing_ok=True)


def _file() -> Path:
    return user_state_path("scaffold") / "answers.json"
