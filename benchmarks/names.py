"""Claimed: every name that `scaffold new` accepts gives a project that boots and passes its own tests.

python benchmarks/names.py [--names N] [--frameworks A,B] [--seed N] [--minutes N] [--markdown FILE]

Measured: random names, of any allowed character and length, each for one of some frameworks by turns. For each a
project is generated as `scaffold new` does it, installed from its lock, and proven as `scaffold check` does it: its
production server is booted and asked all of the contract, its tests and ruff are run. The projects of one framework
are installed into one environment, one after the other: `uv sync --locked` makes it what each lock says, and a starter
itself is not installed. Ends with status 1 where one failed.
"""

import argparse
import asyncio
import os
import random
import shutil
import string
import sys
import tempfile
import time
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from machine import facts
from rich.console import Console
from tables import Sheet, as_markdown, show, write_between_marks
from workplace import BenchmarkError, variables

from scaffold import catalog, naming, starter
from scaffold.build import set_up, stage
from scaffold.environment import install, own_version
from scaffold.errors import NameNotAllowedError, ScaffoldError
from scaffold.model import Cell, Framework, Mode, Project, Status
from scaffold.prove import Subject, prove
from scaffold.render import Renderer, renderer

NAMES = 200
AT_ONCE = 2
CHARACTERS = string.ascii_letters + string.digits + "-_"


@dataclass(slots=True)
class Tally:
    proven: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    failed: list[tuple[str, str, str]] = field(default_factory=list)


def accepted(framework: Framework, chance: random.Random, tally: Tally) -> Project:
    """A random name that is accepted; short ones are as likely as long ones."""
    while True:
        length = chance.choice((1, 2, 3, 4, chance.randint(5, naming.MAX_CHARACTERS), naming.MAX_CHARACTERS))
        name = "".join(chance.choice(CHARACTERS) for _ in range(length))
        try:
            return naming.project(name, framework)
        except NameNotAllowedError:
            tally.refused += 1


async def try_one(worker: Renderer, framework: Framework, project: Project, environment: Path, folder: Path) -> str:
    """What is wrong with a project of that name; nothing where all is right."""
    path = folder / project.name
    try:
        async with stage(worker, framework, project, beside=path) as staged:
            staged.publish(path)
        data = tomllib.loads((path / "pyproject.toml").read_text(encoding="utf-8"))
        if data["project"]["name"] != project.distribution:
            return f"pyproject.toml names it {data['project']['name']!r}"
        made = starter.load(path)
        installed, _ = await install(made, python=None, log=folder / "install.log", place=environment)
        await set_up(made, installed, scratch=folder)
        subject = Subject(Cell(project.name, own_version()), framework.exceptions, lambda *_: None)
        outcomes = await prove(made, installed, subject, scratch=folder, servers=(Mode.SERVE,))
    except ScaffoldError as error:
        return str(error)
    wrong = [outcome for outcome in outcomes if outcome.status in (Status.FAILED, Status.NOT_TRIED)]
    return f"{wrong[0].step} {wrong[0].check}: {wrong[0].problem}" if wrong else ""


async def run(wanted: argparse.Namespace, root: Path) -> Tally:
    tally, begun = Tally(), time.monotonic()
    frameworks = [catalog.framework(name) for name in wanted.frameworks]
    waiting = iter(range(wanted.names))
    free = {framework.name: asyncio.Lock() for framework in frameworks}

    async def work(worker: Renderer) -> None:
        for number in waiting:
            if wanted.minutes is not None and time.monotonic() - begun > wanted.minutes * 60:
                return
            framework = frameworks[number % len(frameworks)]
            chance = random.Random(f"{wanted.seed}-{number}")  # noqa: S311  (names, not secrets)
            project = accepted(framework, chance, tally)
            folder = root / "work" / str(number)
            folder.mkdir()
            async with free[framework.name]:
                problem = await try_one(worker, framework, project, root / "environments" / framework.name, folder)
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
            tally.proven[framework.name] += not problem
            if problem:
                tally.failed.append((framework.name, project.name, problem))
            print(f"{number + 1} {framework.name} {project.name}: {problem or 'ok'}", file=sys.stderr, flush=True)

    async with renderer() as worker, asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(work(worker))
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks/names.py", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--names", type=int, default=NAMES, metavar="N", help=f"how many (default: {NAMES})")
    parser.add_argument("--frameworks", metavar="A,B", help="of which starters; none: the examples of the help texts")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another one takes other names")
    parser.add_argument("--minutes", type=float, metavar="N", help="begin none after that; none: all")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table between the marks of this file")
    wanted = parser.parse_args()
    wanted.frameworks = wanted.frameworks.split(",") if wanted.frameworks else list(catalog.examples())
    root = Path(tempfile.mkdtemp(prefix="n-", dir="/tmp"))
    for name in ("tmp", "work", "cache", "environments"):
        (root / name).mkdir()
    begun = time.monotonic()
    try:
        os.environ.update(variables(root / "cache", root / "tmp"))
        for name in ("PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", "UV_PYTHON"):
            os.environ.pop(name, None)
        tempfile.tempdir = str(root / "tmp")
        known = facts(root)
        tally = asyncio.run(run(wanted, root))
    finally:
        shutil.rmtree(root, ignore_errors=True)
    done = tally.proven.total() + len(tally.failed)
    minutes = (time.monotonic() - begun) / 60
    sheet = Sheet(
        f"{done} random names of the {wanted.names} asked for, in {minutes:.1f} minutes (seed {wanted.seed}, "
        f"Python {known['Python']}); {tally.refused} others were refused before",
        ("starter", "boots, keeps the contract, passes its tests"),
        [(name, str(tally.proven[name])) for name in wanted.frameworks] + [("**failed**", str(len(tally.failed)))],
    )
    results = [sheet]
    if tally.failed:
        results.append(Sheet("What failed", ("starter", "name", "why"), tally.failed, words=3))
    for each in results:
        show(each, Console(highlight=False, width=160))
    if wanted.markdown:
        write_between_marks(wanted.markdown, "\n\n".join(map(as_markdown, results)), "names")
    return 1 if tally.failed or not done else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BenchmarkError as error:
        sys.exit(f"names.py: {error}")
