"""Where a starter is measured: rendered, installed as it is deployed, and set up."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from shutil import copytree, rmtree

from scaffold import naming, starter
from scaffold.build import stage
from scaffold.environment import Fit, borrow, fit, install, lend_bytecode, own_version, relock
from scaffold.model import Description, Environment, Framework, Mode, Program, Project, Response, RunTable, Starter
from scaffold.render import Renderer
from scaffold.server import Server, boot

PROJECT_NAME = "Measured-App"


@dataclass(frozen=True, slots=True)
class Side:
    """What is booted: a starter or a small program, and with which environment."""

    starter: Starter
    environment: Environment


@dataclass(frozen=True, slots=True)
class Bench:
    """A starter of which something is measured, and room for what that leaves."""

    description: Description
    project: Project
    starter: Starter
    environment: Environment
    scratch: Path
    _numbers: "count[int]" = field(default_factory=count)

    def room(self) -> Path:
        """A new folder; its name is short, for servers make sockets below it."""
        folder = self.scratch / str(next(self._numbers))
        os.mkdir(folder)
        return folder

    def own(self, *, one_worker: bool) -> Side:
        """The starter, with one worker or with as many as it is configured for."""
        return Side(self.starter, self._with_workers(one_worker=one_worker))

    def small(self, program: Program, *, one_worker: bool) -> Side:
        """A small program, copied: Python writes beside what it imports."""
        folder = self.scratch / program.folder.name
        copytree(program.folder, folder, dirs_exist_ok=True)
        workers = str(1 if one_worker else self.description.workers)
        words = tuple(word.replace("{workers}", workers) for word in program.serve)
        table = RunTable(self.description.framework.name, "", Response.HTML, dev=words, serve=words)
        return Side(Starter(folder, table), self._with_workers(one_worker=one_worker))

    @asynccontextmanager
    async def booted(self, side: Side, *, at_once: bool = False) -> AsyncIterator[Server]:
        """The production server of a side. Raises BootError where it does not come up."""
        room = self.room()
        try:
            async with boot(side.starter, side.environment, Mode.SERVE, scratch=room, at_once=at_once) as server:
                yield server
        finally:
            rmtree(room, ignore_errors=True)

    def _with_workers(self, *, one_worker: bool) -> Environment:
        if not one_worker:
            return self.environment
        variables = (*self.environment.variables, *self.description.one_worker.items())
        return replace(self.environment, variables=variables)


async def rendered(worker: Renderer, framework: Framework, folder: Path) -> tuple[Project, Starter]:
    """A starter with a lock that uv takes here. Raises RenderError and InstallationError."""
    os.mkdir(folder)
    project = naming.project(PROJECT_NAME, framework)
    async with stage(worker, framework, project, beside=folder / project.name) as staged:
        staged.publish(folder / project.name)
    if fit(folder / project.name) is Fit.OTHER:
        await relock(folder / project.name, python=None, log=folder / "lock.log")
    return project, starter.load(folder / project.name)


async def as_deployed(project: Starter, folder: Path) -> Environment:
    """An environment with what the starter needs to run, and nothing else."""
    environment, _ = await install(project, python=None, log=folder / "install.log", dev=False)
    return environment


@asynccontextmanager
async def as_developed(project: Starter, folder: Path) -> AsyncIterator[Environment]:
    """The starter's own environment, with its tests' libraries, lent by the pool where it has one."""
    loan = borrow(project.path, own_version())
    place = loan.path if loan is not None else folder / "developed"
    whole = False
    try:
        environment, _ = await install(project, python=None, log=folder / "install.log", place=place)
        if loan is None or loan.fresh:
            lend_bytecode(environment)
        if loan is not None:
            loan.was_installed()
        yield environment
        whole = True
    finally:
        if loan is not None:
            loan.give_back(passed=whole)
