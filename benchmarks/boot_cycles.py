"""The cycles of reliability.py: a boot and its end, by a stop or by a SIGKILL of the scaffold that holds it."""

import asyncio
import gc
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leftovers import MARK, Leftovers, bound, descriptors, listening, marked, remaining
from workplace import BenchmarkError

from scaffold.creation import Created, Wish, create
from scaffold.errors import BootError, ScaffoldError
from scaffold.model import Environment, Mode
from scaffold.processes import reserve_port, scratch_folder
from scaffold.processes.connection import the_supervisor
from scaffold.server import boot

NAME = "Kept"
# A kill comes at a moment between nothing and this: by then each has been up for a while on two processors.
MOMENT_SECONDS = {"run": 4.0, "new": 6.0, "smoke": 12.0}
HANGING_SECONDS = 60.0
TRIES = 3


@dataclass(frozen=True, slots=True)
class Cycle:
    number: int
    framework: str
    mode: Mode
    # Of an ordinary one: whether it is stopped right after its first answer.
    early: bool = False
    # Of one in which scaffold is killed: which command, and after how many seconds.
    kill: str | None = None
    moment: float = 0.0


@dataclass(frozen=True, slots=True)
class Killed:
    """What a killed scaffold left, and how far it had come."""

    left: Leftovers
    with_a_server: bool
    published: bool


@dataclass(slots=True)
class Tally:
    """What happened so far."""

    seconds: float = 0.0
    ordinary: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    # Of the kills, those in which some server was already listening.
    kills_with_a_server: int = 0
    # Of `scaffold new`, those whose project was already published.
    published: int = 0
    did_not_boot: int = 0
    left: Leftovers = field(default_factory=Leftovers)
    problems: list[str] = field(default_factory=list)

    @property
    def cycles(self) -> int:
        return self.ordinary + self.kills.total()


def plan(cycles: int, kills: int, frameworks: Sequence[str], seed: int) -> Iterator[Cycle]:
    """All cycles, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  (moments, not secrets)
    killed = set(chance.sample(range(cycles), kills))
    for number in range(cycles):
        framework = frameworks[number % len(frameworks)]
        turn = number // len(frameworks)
        mode = (Mode.SERVE, Mode.DEV)[turn % 2]
        if number in killed:
            kill = chance.choice(list(MOMENT_SECONDS))
            yield Cycle(number, framework, mode, kill=kill, moment=chance.uniform(0.0, MOMENT_SECONDS[kill]))
        else:
            yield Cycle(number, framework, mode, early=bool(turn // 2 % 2))


@dataclass(slots=True)
class Run:
    folder: Path
    mark: str
    tally: Tally = field(default_factory=Tally)
    made: dict[str, Created] = field(default_factory=dict)

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"

    async def prepare(self, frameworks: Sequence[str]) -> dict[str, str]:
        """Make and install each starter; returns why those are missing that are."""
        missing: dict[str, str] = {}
        for name in frameworks:
            try:
                self.made[name] = await create(Wish(NAME, name, destination=self.folder / "work" / name, git=False))
            except ScaffoldError as error:
                missing[name] = str(error)
                shutil.rmtree(self.folder / "work" / name, ignore_errors=True)
        if not self.made:
            raise BenchmarkError(f"no starter could be made: {missing}")
        return missing

    async def cycle(self, cycle: Cycle) -> None:
        if cycle.kill is None:
            await self._ordinary(cycle)
        else:
            killed = await asyncio.to_thread(self._killed, cycle)
            # Here and not in the threads: additions there would be lost.
            if killed.left:
                what = f"{cycle.kill} of {cycle.framework}, killed after {cycle.moment:.2f} s: {killed.left}"
                self.tally.problems.append(what)
            self.tally.left += killed.left
            self.tally.kills[cycle.kill] += 1
            self.tally.kills_with_a_server += killed.with_a_server
            self.tally.published += killed.published

    async def _ordinary(self, cycle: Cycle) -> None:
        made = self.made[cycle.framework]
        assert isinstance(made.environment, Environment)
        with scratch_folder("reliability") as scratch:
            try:
                async with boot(
                    made.starter, made.environment, cycle.mode, scratch=scratch, at_once=cycle.early
                ) as server:
                    stopped = await server.stop()
                self.tally.left += Leftovers(stopped.survivors, len(bound() & {server.port}))
            except BootError as error:
                self.tally.did_not_boot += 1
                self.tally.problems.append(f"{cycle.framework}, {cycle.mode}: {error}")
        self.tally.ordinary += 1
        self.tally.left += Leftovers(files=int(scratch.exists()))

    def _killed(self, cycle: Cycle) -> Killed:
        """Start a scaffold and kill it; one that was done before its moment came is no kill, and is tried again."""
        moment, failed = cycle.moment, 0
        while True:
            status, killed = self._kill(cycle, moment)
            if status == -signal.SIGKILL or killed.left:
                return killed
            if status == 0:
                moment /= 2
                continue
            # Another may have taken the port. What fails each time would otherwise pass for one that leaves nothing.
            failed += 1
            if failed == TRIES:
                said = self._said(cycle).read_text(errors="replace")[-500:]
                raise BenchmarkError(f"scaffold {cycle.kill} ended by itself, with status {status}: {said}")

    def _kill(self, cycle: Cycle, moment: float) -> tuple[int, Killed]:
        """Start a scaffold, send it SIGKILL at a moment; returns how it ended and what it left."""
        # With an end, so that no other number begins with it.
        mark = f"{self.mark}-{cycle.number}."
        temporary, beside = self.folder / f"k{cycle.number}", self.folder / f"new{cycle.number}"
        temporary.mkdir()
        beside.mkdir()
        with self._said(cycle).open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "scaffold", *self._arguments(cycle, beside)],
                cwd=beside,
                env=os.environ | {MARK: mark, "TMPDIR": str(temporary)},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        time.sleep(moment)
        ports = listening(marked(mark))
        process.send_signal(signal.SIGKILL)
        status = process.wait(HANGING_SECONDS)
        left = remaining(mark, ports, temporary) + Leftovers(files=self._unexpected(cycle, beside))
        killed = Killed(left, with_a_server=bool(ports), published=any(beside.iterdir()))
        shutil.rmtree(temporary)
        shutil.rmtree(beside)
        return status, killed

    def _said(self, cycle: Cycle) -> Path:
        return self.folder / f"said{cycle.number}.log"

    def _arguments(self, cycle: Cycle, beside: Path) -> list[str]:
        made = self.made[cycle.framework]
        if cycle.kill == "run":
            serve = ["--serve"] if cycle.mode is Mode.SERVE else []
            return ["run", str(made.path), "--port", str(reserve_port()), *serve]
        if cycle.kill == "new":
            return ["new", NAME, "-f", cycle.framework, "--dest", str(beside / NAME), "--run"]
        return ["smoke", cycle.framework, "--server", cycle.mode]

    def _unexpected(self, cycle: Cycle, beside: Path) -> int:
        """What is neither nothing nor a complete project."""
        unexpected = [path for path in beside.iterdir() if path.name != NAME]
        incomplete = []
        if (beside / NAME).exists():
            files = self.made[cycle.framework].files
            incomplete = [file for file in files if not (beside / NAME / file.path).exists()]
        return len(unexpected) + len(incomplete)

    async def at_the_end(self, before: Mapping[int, int]) -> None:
        """Count what the whole run has left; the one supervisor, which waits for more, is none of it."""
        gc.collect()
        await asyncio.sleep(1.0)
        supervisor = the_supervisor().process.pid
        left = [process for process in marked(self.mark, self.folder) if process.pid != supervisor]
        descriptors_now = sum(max(0, descriptors(pid) - open_before) for pid, open_before in before.items())
        files = [*self.temporary.iterdir(), *({*(self.folder / "work").iterdir()} - self._projects())]
        if found := Leftovers(len(left), 0, len(files), descriptors_now):
            self.tally.problems.append(f"at the end: {found}, {[path.name for path in files]}")
            self.tally.left += found

    def _projects(self) -> set[Path]:
        return {made.path for made in self.made.values()}
