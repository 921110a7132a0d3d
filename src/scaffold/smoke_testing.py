"""Smoke-test starters: render, install, prove, all at once; a broken one never stops the others."""

import asyncio
import math
import os
import platform
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from scaffold import durations, naming, starter
from scaffold.build import set_up, stage
from scaffold.environment import (
    find_interpreter,
    install,
    keep_bytecode,
    lend_bytecode,
    own_version,
    uv_version,
)
from scaffold.errors import NotReachableError, ScaffoldError, ToolMissingError
from scaffold.model import Cell, Framework, Outcome, Report, Status
from scaffold.processes import scratch_folder
from scaffold.prove import Subject, prove
from scaffold.render import Renderer, renderer
from scaffold.version import VERSION

PROJECT_NAME = "Smoke-Test"

# Told which cell is at which step; the last step is "done".
Listener = Callable[[Cell, str], None]


async def smoke(
    frameworks: Sequence[Framework],
    *,
    pythons: Sequence[str] = (),
    jobs: int | None = None,
    listener: Listener = lambda *_: None,
    finished: Callable[[Sequence[Outcome]], None] = lambda _: None,
) -> Report:
    """Prove the starters of `frameworks` on each of `pythons` ("3.12"; none: the one that runs scaffold).

    At most `jobs` at a time (None: one more than there are processors). `finished` is given the outcomes of each
    starter when it is done. Raises ToolMissingError where an interpreter is missing.
    """
    begun = time.monotonic()
    pythons = tuple(pythons) or (own_version(),)
    interpreters = {python: find_interpreter(python) for python in pythons}
    at_once = asyncio.Semaphore(jobs or _processors() + 1)
    cells = _longest_first(frameworks, pythons)
    for cell in cells:
        listener(cell, "waiting")
    took: dict[str, float] = {}

    async def prove_cell(cell: Cell, worker: Renderer, scratch: Path) -> list[Outcome]:
        folder = scratch / f"{cell.starter}-{cell.python}"
        async with at_once:
            started = time.monotonic()
            outcomes = await _one(cells[cell], cell, worker, folder, listener)
            took[_name(cell)] = time.monotonic() - started
            finished(outcomes)
        # Now, while others wait for something, and not for all at the end: it takes 0.1 s each.
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        return outcomes

    with scratch_folder("smoke") as scratch:
        async with renderer() as worker, asyncio.TaskGroup() as group:
            tasks = [group.create_task(prove_cell(cell, worker, scratch)) for cell in cells]
        outcomes = [replace(outcome, log=None) for task in tasks for outcome in task.result()]
    durations.remember(took)
    outcomes.sort(key=lambda outcome: (outcome.cell.starter, pythons.index(outcome.cell.python)))
    return Report(tuple(outcomes), time.monotonic() - begun, _context(interpreters))


async def _one(framework: Framework, cell: Cell, worker: Renderer, folder: Path, listener: Listener) -> list[Outcome]:
    """One cell, from the template to the stop. Never raises for what is the starter's fault."""
    subject = Subject(cell, framework.exceptions, listener)
    os.mkdir(folder)
    outcomes: list[Outcome] = []
    step = "render"
    begun = time.monotonic()

    def passed(cpu_seconds: float = 0.0) -> None:
        nonlocal begun
        now = time.monotonic()
        outcomes.append(subject.outcome(step, step, seconds=now - begun, cpu_seconds=cpu_seconds))
        begun = now

    try:
        subject.begins(step)
        project = naming.project(PROJECT_NAME, framework)
        path = folder / project.name
        async with stage(worker, framework, project, beside=path) as staged:
            staged.publish(path)
        rendered = starter.load(path)
        passed()

        subject.begins(step := "install")
        environment, cpu_seconds = await install(rendered, python=cell.python, log=folder / "install.log")
        await asyncio.to_thread(lend_bytecode, environment)
        passed(cpu_seconds)

        if rendered.table.setup:
            subject.begins(step := "setup")
            passed(await set_up(rendered, environment, scratch=folder))

        outcomes += await prove(rendered, environment, subject, scratch=folder)
        await asyncio.to_thread(keep_bytecode, environment)
    except (ToolMissingError, NotReachableError) as error:
        outcomes.append(subject.not_tried(step, step, str(error)))
    except ScaffoldError as error:
        outcomes.append(
            subject.outcome(step, step, str(error), seconds=time.monotonic() - begun, log=folder / f"{step}.log")
        )
    except Exception as error:
        # A mistake of ours, or of the machine: it is one starter's outcome, with what is needed to find it.
        outcomes.append(Outcome(cell, step, step, Status.FAILED, f"scaffold itself failed: {error!r}"))
    finally:
        subject.begins("done")
    return outcomes


def _longest_first(frameworks: Sequence[Framework], pythons: Sequence[str]) -> dict[Cell, Framework]:
    """The cells. What is started last ends last: by how long each took the last time; what is not known comes first."""
    known = durations.remembered()
    cells = {Cell(framework.name, python): framework for framework in frameworks for python in pythons}

    def expected(cell: Cell) -> tuple[float, int]:
        return known.get(_name(cell), math.inf), _lock_bytes(cells[cell])

    return {cell: cells[cell] for cell in sorted(cells, key=expected, reverse=True)}


def _name(cell: Cell) -> str:
    """The name under which the cell's duration is remembered."""
    return f"{cell.starter} {cell.python}"


def _lock_bytes(framework: Framework) -> int:
    lock = framework.folder / "project" / "uv.lock.jinja"
    return lock.stat().st_size if lock.exists() else 0


def _processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _context(interpreters: dict[str, Path]) -> dict[str, str]:
    return {
        "scaffold": VERSION,
        "copier": version("copier"),
        "uv": uv_version(),
        "platform": platform.platform(),
        **{f"python {python}": str(path) for python, path in interpreters.items()},
    }
