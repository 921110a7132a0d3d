"""Claimed: after 1,000 boots and 200 SIGKILLs of scaffold nothing is left: no process, no port, no file, no descriptor.

python benchmarks/reliability.py [--cycles N] [--kills N] [--frameworks A,B] [--seed N] [--minutes N] [--markdown FILE]

Measured: every starter is made and installed once. A cycle boots one of its servers, by turns the development and the
production one, until it has answered. An ordinary cycle then stops it, by turns right after its answer, and is run in
this process, which has one supervisor for all of them. The others, chosen at random, each start a scaffold of their
own (by turns `scaffold run`, `scaffold new --run` and `scaffold smoke`) and kill it with SIGKILL at a random moment.
What is left is counted after each cycle and at the end; leftovers.py says how. First, something is left on purpose,
to prove that the count finds it. Ends with status 1 where something was left or a server did not boot.
"""

import argparse
import asyncio
import gc
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from boot_cycles import Cycle, Run, Tally, plan
from leftovers import MARK, Leftovers, bound, descriptors, marked, planted
from machine import facts
from rich.console import Console
from tables import Sheet, as_markdown, show, write_between_marks
from workplace import BenchmarkError, variables

from scaffold import catalog
from scaffold.model import Mode
from scaffold.processes.connection import the_supervisor
from scaffold.smoke_testing import processors

CYCLES, KILLS = 1000, 200


async def run(wanted: argparse.Namespace, folder: Path) -> tuple[Run, dict[str, str]]:
    mark = os.environ[MARK]
    the_run = Run(folder, mark)
    _tell("Leaving something on purpose")
    _prove_the_count(folder / "control")
    _tell(f"Making {len(wanted.frameworks)} starters")
    missing = await the_run.prepare(wanted.frameworks)
    # What a first boot opens for good is open before anything is counted.
    await the_run.cycle(Cycle(-1, next(iter(the_run.made)), Mode.SERVE))
    the_run.tally = Tally()
    gc.collect()
    before = {pid: descriptors(pid) for pid in (os.getpid(), the_supervisor().process.pid)}
    begun = time.monotonic()
    waiting = plan(wanted.cycles, wanted.kills, list(the_run.made), wanted.seed)

    async def work() -> None:
        for cycle in waiting:
            if wanted.minutes is not None and time.monotonic() - begun > wanted.minutes * 60:
                return
            await the_run.cycle(cycle)
            if the_run.tally.cycles % 25 == 0:
                _tell(f"{the_run.tally.cycles} cycles, {the_run.tally.kills.total()} kills, {the_run.tally.left}")

    async with asyncio.TaskGroup() as group:
        for _ in range(wanted.jobs):
            group.create_task(work())
    the_run.tally.seconds = time.monotonic() - begun
    await the_run.at_the_end(before)
    return the_run, missing


def _prove_the_count(temporary: Path) -> None:
    temporary.mkdir()
    mark = secrets.token_hex(8)
    with planted(mark, temporary) as port:
        found = Leftovers(len(marked(mark)), len(bound() & {port}), len(list(temporary.iterdir())))
        before = descriptors(os.getpid())
        with open(os.devnull):
            found += Leftovers(descriptors=descriptors(os.getpid()) - before)
    if found != Leftovers(1, 1, 1, 1):
        raise BenchmarkError(f"the count does not find what was left on purpose: {found}")
    temporary.rmdir()


def sheets(the_run: Run, missing: Mapping[str, str], wanted: argparse.Namespace) -> Iterator[Sheet]:
    tally = the_run.tally
    kinds = ", ".join(f"{count} of `scaffold {kind}`" for kind, count in sorted(tally.kills.items()))
    left = tally.left
    yield Sheet(
        f"{tally.cycles} boot cycles of the {wanted.cycles} asked for, {tally.kills.total()} SIGKILLs of "
        f"{wanted.kills}, over {len(the_run.made)} starters, in {tally.seconds / 60:.1f} minutes (seed {wanted.seed})",
        ("what", "count"),
        [
            ("ordinary cycles: booted, answered, stopped", str(tally.ordinary)),
            (f"SIGKILLs of scaffold at a random moment ({kinds or 'none'})", str(tally.kills.total())),
            ("of these: a server was listening", str(tally.kills_with_a_server)),
            ("of these: a project was already published, complete", str(tally.published)),
            ("servers that did not boot", str(tally.did_not_boot)),
            ("**left: processes**", str(left.processes)),
            ("**left: bound ports**", str(left.ports)),
            ("**left: files** under TMPDIR and beside the destination", str(left.files)),
            ("**left: descriptors** of the supervisor and of the process that asks it", str(left.descriptors)),
        ],
    )
    if missing:
        yield Sheet("Starters that could not be made", ("starter", "why"), _sentences(missing), words=2)
    if tally.problems:
        yield Sheet("Problems", ("what",), [(text.replace(str(the_run.folder), "..."),) for text in tally.problems])


def _sentences(missing: Mapping[str, str]) -> list[tuple[str, str]]:
    """The reasons without what is left to do, which would name this machine's folders."""
    return [(name, f"{why.split('. ')[0]}.") for name, why in missing.items()]


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks/reliability.py", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cycles", type=int, default=CYCLES, metavar="N", help=f"boot cycles (default: {CYCLES})")
    parser.add_argument("--kills", type=int, default=KILLS, metavar="N", help=f"of them killed (default: {KILLS})")
    parser.add_argument("--frameworks", metavar="A,B", help="which starters; none: all")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another one kills at other moments")
    parser.add_argument("--minutes", type=float, metavar="N", help="begin no cycle after that; none: all cycles")
    parser.add_argument("--jobs", type=int, default=processors() + 1, metavar="N", help="how many at a time")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables between the marks of this file")
    wanted = parser.parse_args()
    wanted.frameworks = wanted.frameworks.split(",") if wanted.frameworks else catalog.names()
    if wanted.kills > wanted.cycles:
        parser.error("there cannot be more kills than cycles")
    return wanted


def main() -> int:
    wanted = _arguments()
    # Short: where the path is long, scaffold takes /tmp itself.
    folder = Path(tempfile.mkdtemp(prefix="r-", dir="/tmp"))
    for name in ("tmp", "work", "cache"):
        (folder / name).mkdir()
    try:
        os.environ.update(variables(folder / "cache", folder / "tmp"))
        for name in ("PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV"):
            os.environ.pop(name, None)
        os.environ[MARK] = secrets.token_hex(8)
        tempfile.tempdir = str(folder / "tmp")
        known = facts(folder)
        the_run, missing = asyncio.run(run(wanted, folder))
        results = [
            *sheets(the_run, missing, wanted),
            Sheet("The machine and the versions", ("fact", "value"), list(known.items()), words=2),
        ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for sheet in results:
        show(sheet, Console(highlight=False, width=160))
    if wanted.markdown:
        write_between_marks(wanted.markdown, "\n\n".join(as_markdown(sheet) for sheet in results))
    return 1 if the_run.tally.left or the_run.tally.problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BenchmarkError as error:
        sys.exit(f"reliability.py: {error}")
