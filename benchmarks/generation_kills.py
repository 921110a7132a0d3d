"""Claimed: killed 300 times at random moments, `scaffold new` leaves nothing or a complete project, never a part.

python benchmarks/generation_kills.py [--kills N] [--rivals N] [--framework NAME] [--seed N] [--markdown FILE]

Measured: `scaffold new --no-install --no-git` gets SIGINT, SIGTERM or SIGKILL, N of each: half of them at a moment
between its start and a little after the time that it takes here, half at one after it has begun to write. After each
one that is counted (it died, or said that it was interrupted) what is at the destination is compared with a project
that nobody killed: each path, and each byte but those of the random secret. A stage, the hidden folder in which a
project comes to be, is removed by the render worker when scaffold is killed; every other SIGKILL is therefore sent to
the worker as well. What such a one leaves the next run, which is made to its end, has to remove. At the end many are
started at once to one place. Ends with status 1 where a part of a project was found, more than one stage was left, or
one outlived the next run.
"""

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from machine import facts
from rich.console import Console
from tables import Sheet, as_markdown, show, write_between_marks
from workplace import BenchmarkError, variables

from scaffold import catalog
from scaffold.render.worker import MARK

KILLS, RIVALS = 100, 20
# A worker that is alone sees it at once.
SETTLE_SECONDS = 3.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
NAME = "app"
# A secret that is random is not alike in two projects.
SECRETS = ".env"


@dataclass(slots=True)
class Tally:
    kills: Counter[str] = field(default_factory=Counter)
    # Died before it had put anything in its place; or after the project was there.
    nothing: int = 0
    complete: int = 0
    partial: list[str] = field(default_factory=list)
    # How many kills left a stage behind, and the most that were there at a time.
    stages: int = 0
    most_stages: int = 0
    outlived: int = 0
    temporary: int = 0
    winners: int = 0
    refusals: int = 0
    others: int = 0
    rivals_stages: int = 0

    def failed(self, rivals: int) -> bool:
        return bool(
            self.partial
            or self.most_stages > 1
            or self.outlived
            or self.temporary
            or self.rivals_stages
            or (self.winners, self.refusals) != (1, rivals - 1)
        )


@dataclass(frozen=True, slots=True)
class Place:
    folder: Path
    framework: str

    def start(self) -> "subprocess.Popen[bytes]":
        words = ["new", NAME, "-f", self.framework, "--no-install", "--no-git"]
        return subprocess.Popen(
            [sys.executable, "-m", "scaffold", *words],
            cwd=self.folder / "work",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def project(self) -> Path:
        return self.folder / "work" / NAME

    def stages(self) -> list[Path]:
        return [path for path in (self.folder / "work").iterdir() if MARK in path.name]


def content(project: Path) -> dict[str, str]:
    """Every path below a project, with a hash of what a file holds."""
    return {
        path.relative_to(project).as_posix(): hashlib.sha256(
            path.read_bytes() if path.is_file() and path.name != SECRETS else b""
        ).hexdigest()
        for path in project.rglob("*")
    }


def kill_many(place: Place, kills: int, seed: int) -> Tally:
    tally = Tally()
    begun = time.monotonic()
    if place.start().wait() != 0:
        raise BenchmarkError("a project cannot be made here")
    usual = time.monotonic() - begun
    whole = content(place.project)
    _prove_the_count(place, whole)
    moments = random.Random(seed)  # noqa: S311  (moments, not secrets)
    waiting = [how for how in SIGNALS for _ in range(kills)]
    moments.shuffle(waiting)
    for number, how in enumerate(waiting, start=1):
        with_worker = number % 2 == 0 and how is signal.SIGKILL
        _kill_once(place, how, moments, usual, with_worker=with_worker, while_writing=number // 2 % 2 == 0)
        tally.kills[how.name] += 1
        _settle(place)
        _look(place, whole, tally)
        if place.stages():
            _run_to_its_end(place)
            tally.outlived += len(place.stages())
        if number % 25 == 0:
            print(f"{number} kills, {tally.nothing} left nothing, {tally.complete} a project", file=sys.stderr)
    tally.temporary = len(list((place.folder / "tmp").glob("scaffold-*")))
    return tally


def _kill_once(
    place: Place, how: signal.Signals, moments: random.Random, usual: float, *, with_worker: bool, while_writing: bool
) -> None:
    """Start one and kill it; one that was done before is made again, with half the time."""
    longest = usual * 1.1
    while True:
        shutil.rmtree(place.project, ignore_errors=True)
        process = place.start()
        if while_writing:
            while process.poll() is None and not any((place.folder / "work").iterdir()):
                time.sleep(0.001)
            time.sleep(moments.uniform(0, longest / 4))
        else:
            time.sleep(moments.uniform(0, longest))
        if process.poll() is None:
            workers = psutil.Process(process.pid).children() if with_worker else []
            process.send_signal(how)
            for worker in workers:
                worker.kill()
            if process.wait(timeout=30) in (-how, 128 + how):
                return
        longest /= 2


def _settle(place: Place) -> None:
    """Wait until the worker of the killed one has seen that it is alone, and removed its stage."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while place.stages() and time.monotonic() < deadline:
        time.sleep(0.02)


def _look(place: Place, whole: dict[str, str], tally: Tally) -> None:
    if not place.project.exists():
        tally.nothing += 1
    elif content(place.project) == whole:
        tally.complete += 1
    else:
        tally.partial.append(f"{len(content(place.project))} of {len(whole)} paths")
    left = place.stages()
    tally.stages += bool(left)
    tally.most_stages = max(tally.most_stages, len(left))


def _run_to_its_end(place: Place) -> None:
    shutil.rmtree(place.project, ignore_errors=True)
    if place.start().wait() != 0:
        raise BenchmarkError("a project cannot be made after the kills")


def _prove_the_count(place: Place, whole: dict[str, str]) -> None:
    """A project with a file less, a stage that is planted: both have to be found."""
    tally = Tally()
    (place.project / "pyproject.toml").unlink()
    planted = place.folder / "work" / f".{NAME}{MARK}planted"
    planted.mkdir()
    _look(place, whole, tally)
    planted.rmdir()
    if (len(tally.partial), tally.stages) != (1, 1):
        raise BenchmarkError("the count does not find what was left on purpose")


def race(place: Place, rivals: int, tally: Tally) -> None:
    shutil.rmtree(place.project, ignore_errors=True)
    codes = Counter(process.wait() for process in [place.start() for _ in range(rivals)])
    tally.winners, tally.refusals = codes.pop(0, 0), codes.pop(4, 0)
    tally.others = codes.total()
    tally.rivals_stages = len(place.stages())


def sheets(tally: Tally, wanted: argparse.Namespace, seconds: float) -> Iterator[Sheet]:
    kinds = ", ".join(f"{count} {name}" for name, count in sorted(tally.kills.items()))
    yield Sheet(
        f"{tally.kills.total()} kills of `scaffold new` ({kinds}) in {seconds / 60:.1f} minutes (seed {wanted.seed})",
        ("what", "count"),
        [
            ("nothing was at the destination", str(tally.nothing)),
            ("a complete project was at the destination", str(tally.complete)),
            ("**a part of a project**", str(len(tally.partial))),
            ("kills that left a stage", str(tally.stages)),
            ("**the most stages at a time**", str(tally.most_stages)),
            ("**stages after the next run**", str(tally.outlived)),
            ("**files left in TMPDIR**", str(tally.temporary)),
            (f"of {wanted.rivals} at once to one place: winners", str(tally.winners)),
            ("refused in one sentence, with status 4", str(tally.refusals)),
            ("ended otherwise", str(tally.others)),
            ("**stages left by them**", str(tally.rivals_stages)),
        ],
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks/generation_kills.py", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=KILLS, metavar="N", help=f"of each signal (default: {KILLS})")
    parser.add_argument("--rivals", type=int, default=RIVALS, metavar="N", help=f"at once (default: {RIVALS})")
    parser.add_argument("--framework", default=catalog.examples()[0], metavar="NAME", help="which starter")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another one kills at other moments")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables between the marks of this file")
    wanted = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="g-", dir="/tmp"))
    for name in ("tmp", "work", "cache"):
        (folder / name).mkdir()
    try:
        os.environ.update(variables(folder / "cache", folder / "tmp"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        known = facts(folder)
        begun = time.monotonic()
        tally = kill_many(Place(folder, wanted.framework), wanted.kills, wanted.seed)
        race(Place(folder, wanted.framework), wanted.rivals, tally)
        machine = Sheet("The machine and the versions", ("fact", "value"), list(known.items()), words=2)
        results = [*sheets(tally, wanted, time.monotonic() - begun), machine]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for sheet in results:
        show(sheet, Console(highlight=False, width=160))
    if wanted.markdown:
        write_between_marks(wanted.markdown, "\n\n".join(map(as_markdown, results[:1])), "generation")
    return 1 if tally.failed(wanted.rivals) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BenchmarkError as error:
        sys.exit(f"generation_kills.py: {error}")
