"""Ask a short program: what it says, or why it says nothing. For questions only; what works is started by `children`.

It does without the supervisor, so it is there where that is not: on Windows, and where the machine itself is looked at.
"""

import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# After a kill, for what the kernel still has to do.
FAREWELL_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Said:
    """What a program said. `exit_code` is None where it was not run to its end, and `problem` says why."""

    exit_code: int | None
    output: str = ""
    errors: str = ""
    problem: str | None = None


def inquire(
    argv: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    seconds: float = 10.0,
) -> Said:
    """Run a short program to its end; after `seconds` it is killed, with all that it has started."""
    try:
        process = subprocess.Popen(
            argv,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
    except FileNotFoundError:
        return Said(None, problem="it is not there")
    except OSError as error:
        return Said(None, problem=f"it cannot be run: {error.strerror}")
    try:
        output, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return Said(None, problem=f"it did not answer within {seconds:.0f} s")
    finally:
        _end(process)
    return Said(process.returncode, output.strip(), errors.strip())


def ask(argv: Sequence[str | Path], *, cwd: Path | None = None, seconds: float = 10.0) -> str | None:
    """The output of a short program, or None where it is missing, fails or takes longer than `seconds`."""
    said = inquire(argv, cwd=cwd, seconds=seconds)
    return said.output if said.exit_code == 0 else None


def _end(process: "subprocess.Popen[str]") -> None:
    """Kill what is still there. A script that sleeps has a child that holds the pipe: alone it would be waited for."""
    if process.poll() is None:
        import psutil

        children: list[psutil.Process] = []
        with suppress(psutil.Error):
            children = psutil.Process(process.pid).children(recursive=True)
        for child in children:
            with suppress(psutil.Error):
                child.kill()
        process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=FAREWELL_SECONDS)
        # A signal is delivered when its process is next to run, which takes its time where processors are busy.
        psutil.wait_procs(children, timeout=FAREWELL_SECONDS)
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
