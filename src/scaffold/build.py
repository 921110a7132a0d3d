"""Make a starter out of a framework: what is rendered, with which answers, and what runs before the first start."""

import shlex
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from scaffold import catalog, integrity
from scaffold.environment import program_environment
from scaffold.errors import InstallationError, NotReachableError
from scaffold.model import Environment, Framework, Project, Starter
from scaffold.processes import Command, flood, run, tail
from scaffold.render import Renderer, Stage
from scaffold.version import VERSION

SETUP_SECONDS = 300.0
# EX_UNAVAILABLE of sysexits.h: a set-up command says with it that what it has to obtain cannot be reached.
UNAVAILABLE = 69


def stage(
    worker: Renderer, framework: Framework, project: Project, *, beside: Path | None
) -> AbstractAsyncContextManager[Stage]:
    """Render a project into a hidden folder beside its destination; see `Renderer.stage`.

    Raises BrokenInstallationError where the templates are not those that were released.
    """
    templates = _templates(framework)
    integrity.check(templates)
    return worker.stage(templates, _answers(project), beside=beside)


async def set_up(starter: Starter, environment: Environment, *, scratch: Path) -> float:
    """Run the setup commands of a starter; returns their CPU seconds.

    They may use the network, and they see the user's variables that begin with SCAFFOLD_. Raises NotReachableError
    where one ends with the status 69, InstallationError where one fails in another way.
    """
    cpu_seconds = 0.0
    log = scratch / "setup.log"
    for command in starter.table.setup:
        finished = await run(
            Command(command, cwd=starter.path, env=program_environment(environment, scratch, network=True), log=log),
            deadline_seconds=SETUP_SECONDS,
        )
        cpu_seconds += finished.cpu_seconds
        if finished.flooded:
            raise InstallationError(flood(f"'{shlex.join(command)}'"))
        if finished.exit_code != 0:
            said = tail(log).strip().splitlines() or ["no output"]
            if finished.exit_code == UNAVAILABLE:
                raise NotReachableError(said[-1])
            raise InstallationError(f"'{shlex.join(command)}' failed: {said[-1]}")
    return cpu_seconds


def _templates(framework: Framework) -> Sequence[Path]:
    """What all starters have, then the framework's own template over it."""
    return (catalog.templates_folder() / catalog.BASE, framework.folder)


def _answers(project: Project) -> dict[str, str]:
    return {
        "project_name": project.name,
        "package_name": project.package,
        "distribution_name": project.distribution,
        "scaffold_version": VERSION,
    }
