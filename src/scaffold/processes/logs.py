"""Read the log of a phase, which may be as large as its limit: the end, the beginning, never all of it."""

from pathlib import Path

from scaffold.processes.children import LOG_LIMIT_BYTES

TAIL_LINES = 30
TAIL_CHARACTERS = 4000
BEGINNING_BYTES = 1024 * 1024


def tail(log: Path) -> str:
    """The last lines; empty where there is no log."""
    try:
        with log.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - TAIL_CHARACTERS))
            text = file.read().decode("utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-TAIL_LINES:])


def beginning(log: Path, *, skip_bytes: int = 0) -> str:
    """The first MiB, after what somebody else has written; empty where there is no log."""
    try:
        with log.open("rb") as file:
            file.seek(skip_bytes)
            return file.read(BEGINNING_BYTES).decode("utf-8", errors="replace")
    except OSError:
        return ""


def flood(who: str) -> str:
    """How it is said that somebody's log passed its limit."""
    return f"{who} wrote more than {LOG_LIMIT_BYTES // 1024**2} MiB into its log and was ended"
