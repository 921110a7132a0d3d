"""A question to a program is answered, or given up in time, and nothing of the program is left."""

import sys
import time
from pathlib import Path

import psutil

from scaffold.processes import Said, ask, inquire


def program(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_what_is_said_and_how_it_ended_are_told_apart() -> None:
    code = "import sys; print(' out '); print('err', file=sys.stderr); sys.exit(3)"

    assert inquire([sys.executable, "-c", code]) == Said(3, "out", "err")


def test_a_program_that_is_missing_or_broken_is_a_problem_and_no_error(tmp_path: Path) -> None:
    broken = program(tmp_path / "broken", "\x7fELF no program")

    assert inquire([tmp_path / "none"]).problem == "it is not there"
    assert inquire([broken]) == Said(None, problem="it cannot be run: Exec format error")
    assert ask([broken]) is None


def test_one_that_hangs_is_killed_with_its_children_although_they_hold_the_pipe(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    slow = program(tmp_path / "slow", f"#!/bin/sh\nsleep 60 &\necho $! > {note}\nwait\n")
    begun = time.monotonic()

    said = inquire([slow], seconds=1.0)

    assert said.problem == "it did not answer within 1 s"
    assert time.monotonic() - begun < 30
    child = int(note.read_text())
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def test_what_is_no_text_does_not_break_the_answer() -> None:
    said = inquire([sys.executable, "-c", "import sys; sys.stdout.buffer.write(b'\\xff\\xfe')"])

    assert (said.exit_code, said.output) == (0, "\N{REPLACEMENT CHARACTER}" * 2)
