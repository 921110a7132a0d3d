"""A person at a terminal: types keys into a program, and goes on once something stands on the screen."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyte

SECONDS = 120.0
UP, DOWN, ENTER, ESCAPE, CTRL_C, CTRL_U = "\x1b[A", "\x1b[B", "\r", "\x1b", "\x03", "\x15"


class Typist:
    """The program, the screen that it draws, and the keys that it is given."""

    def __init__(self, process: "subprocess.Popen[bytes]", terminal: int, columns: int, lines: int) -> None:
        self.process = process
        self.raw = b""
        self._terminal = terminal
        self._screen = pyte.HistoryScreen(columns, lines, history=1000)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def screen(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    @property
    def _joined(self) -> str:
        return " ".join(self.screen.split())

    def type(self, *keys: str) -> None:
        """Type keys one after the other; an Esc is given the time to be one."""
        for key in keys:
            os.write(self._terminal, key.encode())
            if key == ESCAPE:
                self._look(0.3)

    def sees(self, *texts: str) -> str:
        """Wait until all of these stand on the screen at once, broken at its edge or not; return it."""
        deadline = time.monotonic() + SECONDS
        while not all(text.strip() in self.screen or text.strip() in self._joined for text in texts):
            assert time.monotonic() < deadline, f"{texts} not in:\n{self.screen}"
            assert self._look(0.2), f"ended before {texts}:\n{self.screen}"
        return self.screen

    def end(self) -> int:
        """Wait for the end of the program; return its exit code."""
        deadline = time.monotonic() + SECONDS
        while self._look(0.2):
            assert time.monotonic() < deadline, self.screen
        return self.process.wait(timeout=SECONDS)

    def echoes(self) -> bool:
        """Whether the terminal shows what is typed, as it does for a shell and not while a program draws."""
        return bool(termios.tcgetattr(self._terminal)[3] & termios.ECHO)

    def _look(self, seconds: float) -> bool:
        """Take in what was written; False where nothing can come any more."""
        has_ended = self.process.poll() is not None
        if not select.select([self._terminal], [], [], 0 if has_ended else seconds)[0]:
            # The other end is kept open, for `echoes`: nothing tells that nobody has it any more.
            return not has_ended
        data = os.read(self._terminal, 65536)
        self.raw += data
        self._stream.feed(data)
        return bool(data)


@contextmanager
def at_a_terminal(
    argv: list[str], environ: Mapping[str, str], *, cwd: Path, columns: int = 80, lines: int = 24
) -> Iterator[Typist]:
    """The program at a terminal of that size, which its Ctrl-C reaches; killed where the block leaves it running."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    of_tests = ("CI", "COLUMNS", "LINES", "NO_COLOR", "SCAFFOLD_PLAIN", "ACCESSIBLE")
    inherited = {name: value for name, value in os.environ.items() if name not in of_tests}
    process = subprocess.Popen(
        argv,
        cwd=cwd,
        env=inherited | {"TERM": "xterm-256color"} | dict(environ),
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    try:
        yield Typist(process, ours, columns, lines)
    finally:
        os.close(its)
        os.close(ours)
        process.kill()
        process.wait()
