"""One run: the experiment in every cell, and what is accepted afterwards."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from scaffold.cells import Listener, Workshop, processors
from scaffold.drifting.acceptance import accept, check_index
from scaffold.drifting.experiment import Experiment
from scaffold.environment import find_interpreter, own_version
from scaffold.facts import facts
from scaffold.model import (
    Beginning,
    BrokenFramework,
    Cell,
    Drift,
    DriftReport,
    Framework,
    Mode,
    Resolution,
    Verdict,
)
from scaffold.processes import scratch_folder
from scaffold.render import renderer

_FRESH = (Verdict.PASSES, Verdict.WARNS, Verdict.UNEXPECTED_PASS)


async def drift(
    frameworks: Sequence[Framework | BrokenFramework],
    *,
    pythons: Sequence[str] = (),
    servers: Sequence[Mode] = (Mode.SERVE, Mode.DEV),
    as_of: date | None = None,
    jobs: int | None = None,
    accepting: bool = False,
    listener: Listener = lambda *_: None,
    began: Callable[[Beginning], None] = lambda _: None,
    finished: Callable[[Drift], None] = lambda _: None,
) -> DriftReport:
    """Try each framework's starter on each Python with its verified versions and with fresh ones.

    With `as_of` nothing is seen that was released after that day. With `accepting` the fresh versions of those that
    pass on all Pythons are written into their templates. `began` is told what will be tried before anything is;
    `finished` is given what was found in each cell when it is done. The listener's last step of a cell is "done".
    `jobs` is as for `smoke`. Raises ToolMissingError where a Python is missing, UsageError where what is accepted would
    name another index than the templates do.
    """
    begun = time.monotonic()
    started = datetime.now(UTC)
    today = as_of or started.date()
    pythons = tuple(pythons) or (own_version(),)
    context = facts({python: find_interpreter(python) for python in pythons})
    computing = jobs or processors() + 1
    at_once = asyncio.Semaphore(1 if jobs == 1 else 2 * computing)
    accepted = []

    def unreadable(framework: BrokenFramework, python: str) -> Drift:
        cell = Cell(framework.name, python, Resolution.LATEST)
        found = Drift(cell, Verdict.CONTROL_FAILS, reason=framework.problem, days_since_proof=None)
        finished(found)
        return found

    async def one(experiment: Experiment) -> Drift:
        async with at_once:
            begins = time.monotonic()
            found = replace(await experiment.run(), seconds=time.monotonic() - begins)
        listener(experiment.cell, "done")
        finished(found)
        return found

    sound = [each for each in frameworks if isinstance(each, Framework)]
    bad = [each for each in frameworks if isinstance(each, BrokenFramework)]
    cells = [Cell(each.name, python, Resolution.LATEST) for each in frameworks for python in pythons]
    if accepting:
        check_index(sound)
    with scratch_folder("drift") as scratch:
        async with renderer() as worker:
            processor = asyncio.Semaphore(computing)
            workshop = Workshop(worker, scratch, listener, servers, begun, as_of=as_of, processor=processor)
            experiments = [
                Experiment(workshop, framework, Cell(framework.name, python, Resolution.LATEST), today)
                for framework in sound
                for python in pythons
            ]
            began(Beginning(tuple(cells), started, context))
            drifts = [unreadable(framework, python) for framework in bad for python in pythons]
            for experiment in experiments:
                listener(experiment.cell, "waiting")
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(one(experiment)) for experiment in experiments]
            drifts += [task.result() for task in tasks]
            for framework in sound if accepting else ():
                own = [each for each in experiments if each.framework is framework]
                verdicts = {found.verdict for found in drifts if found.cell.starter == framework.name}
                # On one of several Pythons nothing may have changed.
                if verdicts <= {*_FRESH, Verdict.NO_DRIFT} and not verdicts.isdisjoint(_FRESH):
                    project = await workshop.project(framework, Resolution.LATEST)
                    heard = {each for experiment in own for each in experiment.fresh.warned}
                    accept(framework, project, heard, today)
                    accepted.append(framework.name)
    return DriftReport(tuple(drifts), today, time.monotonic() - begun, tuple(accepted), context, started)
