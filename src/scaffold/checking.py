"""Check one project that exists: install it where needed, then prove it as `smoke` proves a fresh one."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from scaffold import ages, catalog, checked, starter
from scaffold.build import set_up
from scaffold.environment import install, installed, missing
from scaffold.errors import UnknownFrameworkError
from scaffold.model import Cell, DeclaredException, Environment, Report, Starter
from scaffold.processes import scratch_folder
from scaffold.prove import Subject, prove
from scaffold.version import VERSION


async def check(folder: Path, *, listener: Callable[[Cell, str], None] = lambda *_: None) -> Report:
    """Prove the project in `folder`, an absolute path, with its own environment.

    Raises UsageError where there is no starter, InstallationError where it has no environment and cannot get one.
    """
    begun = time.monotonic()
    project = starter.load(folder)
    with scratch_folder("check") as scratch:
        environment = await ready(project, scratch)
        subject = Subject(Cell(project.path.name, environment.python), _exceptions(project), listener)
        before = known(project.path, environment)
        outcomes = await prove(project, environment, subject, scratch=scratch)
    report = Report(
        tuple(replace(outcome, log=None) for outcome in outcomes),
        time.monotonic() - begun,
        {"scaffold": VERSION, "framework": project.table.framework, "template": project.table.version}
        | ({"checked before": before} if before else {}),
    )
    if not report.passed and (hint := missing(environment.path)):
        report = replace(report, context=report.context | {"environment": hint})
    checked.remember(project.path, environment.path, passed=report.passed)
    return report


def known(project: Path, environment: Environment) -> str | None:
    """The last check of a project in words: "2 days ago, passed"; None where nothing is known."""
    found = checked.last(project, environment.path)
    return None if found is None else f"{ages.ago(found.days())}, {'passed' if found.passed else 'failed'}"


async def ready(project: Starter, scratch: Path) -> Environment:
    """The project's environment; where it has none yet it is installed and set up."""
    environment = installed(project)
    if environment is None:
        environment, _ = await install(project, python=None, log=scratch / "install.log")
        await set_up(project, environment, scratch=scratch)
    return environment


def _exceptions(project: Starter) -> tuple[DeclaredException, ...]:
    """What the project's framework declares; nothing for a framework that is not ours."""
    try:
        return catalog.framework(project.table.framework).exceptions
    except UnknownFrameworkError:
        return ()
