"""Claimed: from nothing to the first `Hello world!`, `scaffold new --run` takes at most 0.8 of the time by hand.

Measured: `scaffold new hello-app -f flask --run` on a terminal, until the terminal shows that /hello has answered;
against first_answer.sh, which has the shell lines a person would type, until curl has got the page. Both install from
uv's warm cache into a fresh environment and start the same development server. What comes after, Ctrl-C and the wait
for it, is not counted. scaffold makes a git repository with a first commit in its time as well.
"""

import os
import pty
import signal
import subprocess
import time
from pathlib import Path

from measure import Comparison
from workplace import BenchmarkError, Workplace, killed_after, programs

from scaffold.catalog import templates_folder
from scaffold.processes import reserve_port

AIM = 0.8
ROUNDS = 9
FRAMEWORK = "flask"
SCRIPT = Path(__file__).with_name("first_answer.sh")
ANSWERED = b"/hello answers with status 200"
INTERRUPTED = 130
HANGING_SECONDS = 120.0


def comparisons() -> list[Comparison]:
    return [
        Comparison(
            name="first-answer",
            ours=f"scaffold new hello-app -f {FRAMEWORK} --run",
            theirs="copier copy, uv sync, uv run flask run & curl",
            run_ours=_scaffold,
            run_theirs=_by_hand,
            rounds=ROUNDS,
            aim=AIM,
        )
    ]


def _scaffold(place: Workplace) -> float:
    ours, terminal = pty.openpty()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [f"{programs()}/scaffold", "new", "hello-app", "-f", FRAMEWORK, "--run"],
        cwd=place.folder,
        env={**place.env, "TERM": "xterm"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    shown = bytearray()
    seconds = None
    with killed_after(HANGING_SECONDS, process):
        while chunk := _read(ours):
            shown += chunk
            if seconds is None and ANSWERED in shown:
                seconds = time.perf_counter() - begun
                process.send_signal(signal.SIGINT)
        process.wait()
    os.close(ours)
    if process.returncode != INTERRUPTED or seconds is None:
        raise BenchmarkError(f"scaffold new --run ended with status {process.returncode}:\n{shown.decode()}")
    return seconds


def _read(terminal: int) -> bytes:
    """What came next; nothing when the last program has closed its side, which Linux tells with an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def _by_hand(place: Workplace) -> float:
    begun = time.perf_counter()
    process = subprocess.Popen(
        ["bash", str(SCRIPT), str(templates_folder() / FRAMEWORK), str(reserve_port())],
        cwd=place.folder,
        env=place.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with killed_after(HANGING_SECONDS, process):
        answer = process.stdout.readline()
        seconds = time.perf_counter() - begun
        process.stdin.close()
        process.stdout.close()
        process.wait()
    if process.returncode != 0 or not answer:
        raise BenchmarkError(f"{SCRIPT.name} ended with status {process.returncode}")
    return seconds
