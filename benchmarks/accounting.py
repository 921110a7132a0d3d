"""Claimed: of the CPU that `scaffold smoke` takes, scaffold's own part is under 15 %; the rest is the starters' work.

Measured in a run of its own, which is not timed. No single number of the system holds all of it, because the shims
are reaped by the kernel, so the parts come from where each is known:

    the steps       the sum of `cpu_seconds` in the report: uv, the setup commands, both servers, pytest and ruff with
                    all their descendants, as the shims got it from wait4(2)
    rendering       the worker that runs Copier: its time on the CPU by /proc/PID/schedstat, read every 10 ms
    supervision     the supervisor and the shims, read in the same way
    scaffold        user and system time of the process and of all that it has waited for, from wait4(2), less the
                    worker: the interpreter and uv, asked for their versions, stay on scaffold's account

Own is scaffold and supervision; the total is all four. Linux only. What a process does after it was last read is
missed. Against a supervisor that was changed to wait for its shims and to say their time, the reading was between 3 %
above and 7 % below (three runs, 0.19 to 0.21 s in all): a tenth of a percent of the total.
"""

import json
import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from smoke_loop import smoke_command
from workplace import BenchmarkError, Workplace, tail

AIM = 0.15
READ_SECONDS = 0.01
_RENDERING, _SUPERVISION = "rendering", "supervision"
# The scripts by which scaffold's children are known.
_ROLES = {"worker.py": _RENDERING, "supervisor": _SUPERVISION}


@dataclass(frozen=True, slots=True)
class Phase:
    """One kind of step, summed over all starters. The CPU of a server's whole life is counted where it boots."""

    name: str
    seconds: float
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class Account:
    """Where the CPU seconds of one run went."""

    seconds: float
    scaffold: float
    supervision: float
    rendering: float
    phases: Sequence[Phase]

    @property
    def own(self) -> float:
        return self.scaffold + self.supervision

    @property
    def total(self) -> float:
        return self.own + sum(phase.cpu_seconds for phase in self.phases)

    @property
    def share(self) -> float:
        return self.own / self.total

    @property
    def holds(self) -> bool:
        return self.share < AIM


def account(place: Workplace, frameworks: Sequence[str]) -> Account:
    """Run `scaffold smoke` once and say where its CPU seconds went; raises BenchmarkError where it fails."""
    report = place.folder / "report.json"
    log = place.folder / "output.log"
    with log.open("wb") as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            smoke_command(frameworks, report=str(report)),
            cwd=place.folder,
            env=place.env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        waited_for, read = _watch(process)
        seconds = time.perf_counter() - begun
    if process.returncode != 0:
        raise BenchmarkError(f"scaffold smoke ended with status {process.returncode}:\n{tail(log)}")
    rendering = sum(read[_RENDERING].values())
    return Account(
        seconds=seconds,
        scaffold=waited_for - rendering,
        supervision=sum(read[_SUPERVISION].values()),
        rendering=rendering,
        phases=list(_phases(json.loads(report.read_text())["outcomes"], rendering)),
    )


def _watch(process: subprocess.Popen[bytes]) -> tuple[float, Mapping[str, Mapping[int, float]]]:
    """Read the clocks of scaffold's children until it ends; returns what it waited for, and each clock by role."""
    read: dict[str, dict[int, float]] = {_RENDERING: {}, _SUPERVISION: {}}
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage.ru_utime + usage.ru_stime, read
        for role, child in _ours(process.pid):
            read[role][child] = max(_on_cpu(child), read[role].get(child, 0.0))
        time.sleep(READ_SECONDS)


def _ours(scaffold: int) -> Iterator[tuple[str, int]]:
    """The processes that are scaffold's own, by role: its worker, its supervisor, the supervisor's shims."""
    for child in _children(scaffold):
        role = _role(child)
        if role is None:
            continue
        yield role, child
        if role == _SUPERVISION:
            for shim in _children(child):
                yield role, shim


def _role(pid: int) -> str | None:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return None
    names = {Path(word.decode(errors="replace")).name for word in words}
    return next((role for script, role in _ROLES.items() if script in names), None)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += (int(word) for word in file.read_text().split())
        except OSError:
            continue
    return found


def _on_cpu(pid: int) -> float:
    """The seconds that the one thread of a process was on a CPU."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


def _phases(outcomes: Sequence[Mapping[str, object]], rendering: float) -> Iterator[Phase]:
    seconds: dict[str, float] = {}
    cpu_seconds: dict[str, float] = {}
    for outcome in outcomes:
        name = _phase(str(outcome["step"]), str(outcome["check"]))
        seconds[name] = seconds.get(name, 0.0) + float(str(outcome["seconds"]))
        # The CPU of a server is known when it has stopped.
        payer = f"{name.partition(':')[0]}: boot" if ": stop" in name else name
        cpu_seconds[payer] = cpu_seconds.get(payer, 0.0) + float(str(outcome["cpu_seconds"]))
    cpu_seconds["render"] = rendering
    for name in seconds:
        yield Phase(name, seconds[name], cpu_seconds.get(name, 0.0))


def _phase(step: str, check: str) -> str:
    if step not in ("serve", "dev"):
        return step
    if check in ("boot", "stop", "stop-early"):
        return f"{step}: {check}"
    return f"{step}: without its secret" if check == "refuses-without-secret" else f"{step}: requests"
