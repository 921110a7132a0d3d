"""The live table, on a terminal of its own: what a person would see, in 24 lines and in 50."""

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyte
import pytest
from rich.console import Console

from scaffold.cli.board import Board
from scaffold.cli.progress import Done
from scaffold.model import Cell, Resolution

from .conftest import CommandLine

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
LIVE_CELLS = [sys.executable, "-m", "tests.live_cells"]
SECONDS = 120.0


# Where a drawing begins, or the end of all: from the last line of the one before upwards all lines are emptied.
REDRAWN = re.compile(rb"(?=\r\x1b\[(?:2K|1A))")


class Seen:
    """A terminal: what was written to it, and the screen as each drawing was complete, however it was read."""

    def __init__(self, columns: int, lines: int, raw: bytes, returncode: int) -> None:
        self.raw = raw
        self.returncode = returncode
        self.screens: list[list[str]] = []
        self.screen = pyte.HistoryScreen(columns, lines, history=1000)
        stream = pyte.ByteStream(self.screen)
        for drawing in REDRAWN.split(raw):
            stream.feed(drawing)
            self.screens.append([line.rstrip() for line in self.screen.display])

    @property
    def text(self) -> str:
        """The last screen."""
        return "\n".join(self.screens[-1])

    @property
    def scrolled_away(self) -> int:
        return len(self.screen.history.top)


def on_a_terminal(
    argv: list[str],
    environ: Mapping[str, str] | None = None,
    *,
    columns: int = 80,
    lines: int = 24,
    cwd: Path = ROOT,
    stderr: int | None = None,
) -> Seen:
    """Run a program on a terminal of that size to its end."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    of_tests = ("CI", "COLUMNS", "LINES", "NO_COLOR")
    inherited = {name: value for name, value in os.environ.items() if name not in of_tests}
    process = subprocess.Popen(
        argv,
        cwd=cwd,
        env=inherited | {"TERM": "xterm"} | dict(environ or {}),
        stdin=its,
        stdout=its,
        stderr=stderr or its,
    )
    os.close(its)
    raw = b""
    deadline = time.monotonic() + SECONDS
    for data in _read(ours):
        raw += data
        assert time.monotonic() < deadline
    os.close(ours)
    return Seen(columns, lines, raw, process.wait(timeout=SECONDS))


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            # Linux's way to say that nobody has the other end any more.
            return
        if not data:
            return
        yield data


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (140, 50)])
def test_81_cells_stay_readable_on_any_terminal_and_are_gone_when_the_report_comes(columns: int, lines: int) -> None:
    seen = on_a_terminal(LIVE_CELLS, columns=columns, lines=lines)

    assert seen.returncode == 0
    tables = [screen for screen in seen.screens if any("81 cells: " in line for line in screen)]
    # No more often than it is worth.
    assert 2 < len(tables) < 40
    for screen in tables:
        assert sum(line.split()[:2] == ["starter", "Python"] for line in screen) == 1
        assert sum("81 cells:" in line for line in screen) == 1
    last = [line for line in tables[-1] if line]
    assert len(last) == lines - 1
    assert [line.split() for line in last[1:4]] == [
        ["starter-20", python, "tests", *line.split()[3:]]
        for python, line in zip(("3.11", "3.12", "3.13"), last[1:4], strict=True)
    ]
    assert [line.split()[:3] for line in last[4:7]] == [
        ["✗", "starter-01", python] for python in ("3.13", "3.12", "3.11")
    ]
    assert last[7].startswith("✓  starter-19")
    assert re.match(r"81 cells: 57 passed, 3 failed, 3 under way, 18 waiting; 0:0\d$", last[-1])
    assert seen.scrolled_away == 0
    assert [line for line in seen.screens[-1] if line] == ["the final table"]


def test_what_is_done_stays_as_lines_where_the_run_is_ended() -> None:
    seen = on_a_terminal([*LIVE_CELLS, "interrupted"], lines=200)

    assert "line of starter-00 on Python 3.11" in seen.text
    assert seen.text.count("line of ") == 60
    assert "81 cells" not in seen.text


@pytest.mark.parametrize(
    "environ", [pytest.param({"CI": "true"}, id="CI"), pytest.param({"TERM": "dumb"}, id="a dumb terminal")]
)
def test_where_lines_cannot_be_overwritten_there_is_one_for_each_cell(environ: dict[str, str]) -> None:
    seen = on_a_terminal(LIVE_CELLS, environ, lines=200)

    assert b"\x1b[2K" not in seen.raw
    assert seen.text.count("line of ") == 60
    assert "the final table" in seen.text


def test_where_errors_go_to_a_file_nothing_is_overwritten(tmp_path: Path) -> None:
    with (tmp_path / "errors").open("wb") as errors:
        seen = on_a_terminal(LIVE_CELLS, lines=200, stderr=errors.fileno())

    assert b"\x1b[2K" not in seen.raw
    assert seen.text.count("line of ") == 60


def drawn(board: Board, *, width: int = 80, height: int = 24, encoding: str = "utf-8") -> list[str]:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    console = Console(file=file, width=width, height=height, force_terminal=True, color_system=None)
    console.print(board)
    file.flush()
    return [line.rstrip() for line in file.buffer.getvalue().decode(encoding).splitlines()]


def test_what_was_not_tried_and_which_versions_it_was_are_seen() -> None:
    board = Board()
    board.step(Cell("flask", "3.12", Resolution.LATEST), "install")
    board.done(Done(Cell("flask", "3.99"), None, "not tried: Python 3.99 is not there"))

    heading, latest, missing, count = drawn(board)

    assert heading.split() == ["starter", "Python", "versions", "step", "time"]
    assert latest.split()[:4] == ["flask", "3.12", "latest", "install"]
    assert missing.split()[:6] == ["-", "flask", "3.99", "locked", "not", "tried:"]
    assert count == "2 cells: 1 not tried, 1 under way; 0:00"


def test_a_terminal_that_knows_no_signs_is_given_letters() -> None:
    board = Board()
    for name, good in (("flask", True), ("sanic", False)):
        board.done(Done(Cell(name, "3.12"), good, "done"))

    assert [line.split()[:2] for line in drawn(board, encoding="latin-1")[1:3]] == [["x", "sanic"], ["+", "flask"]]


def test_before_anything_is_known_nothing_is_drawn() -> None:
    assert drawn(Board()) == []


def caches(scaffold: CommandLine) -> dict[str, str]:
    return {name: scaffold.environ[name] for name in ("XDG_CACHE_HOME", "UV_CACHE_DIR")}


def test_smoke_shows_a_starter_at_its_steps_and_then_the_report(scaffold: CommandLine) -> None:
    seen = on_a_terminal(
        scaffold.argv("smoke", "tornado", "falcon", "--server", "serve"), caches(scaffold), cwd=scaffold.folder
    )

    all_screens = "\n".join("\n".join(screen) for screen in seen.screens)
    assert seen.returncode == 0, seen.text
    assert re.search(r"^   tornado +3\.\d+ +(install|serve|tests) +\d+\.\d s$", all_screens, re.MULTILINE)
    assert re.search(r"^2 cells: .*(under way|waiting)", all_screens, re.MULTILINE)
    assert "132 checks passed, 0 failed" in seen.text
    assert "2 cells:" not in seen.text
    assert "ok  tornado on" not in seen.text


def test_drift_shows_which_of_its_trials_is_under_way_and_then_what_drifted(scaffold: CommandLine) -> None:
    seen = on_a_terminal(
        scaffold.argv("drift", "tornado", "--server", "serve"), caches(scaffold), cwd=scaffold.folder, columns=140
    )

    all_screens = "\n".join("\n".join(screen) for screen in seen.screens)
    assert seen.returncode in (0, 1, 7), seen.text
    assert re.search(r"^   tornado +3\.\d+ +(resolve|verified: \w+|fresh: \w+)", all_screens, re.MULTILINE)
    assert re.search(r"tornado on Python 3\.\d+: \d+ changes?, .* last proven (today|\d+ days? ago)", seen.text)
    assert "1 cell:" not in seen.text
