"""Make starters for Python web frameworks, and prove that they run.

What the command line does, for programs:

    import asyncio, scaffold

    framework = scaffold.frameworks()[0].name
    created = asyncio.run(scaffold.create("myapp", framework))
    print(created.path, created.next_steps)

    report = asyncio.run(scaffold.smoke(pythons=["3.12"]))
    assert report.passed, report.failed

Errors are `scaffold.errors.ScaffoldError` and what descends from it; results are frozen dataclasses. Importing this
package is cheap: the rest is imported by the first call.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scaffold.creation import Created
    from scaffold.model import Framework, Report

__all__ = ["create", "frameworks", "smoke"]


def frameworks() -> "tuple[Framework, ...]":
    """All frameworks there are, by name; without those whose folder under templates/ is broken."""
    from scaffold import catalog

    return catalog.frameworks()


async def create(
    name: str,
    framework: str,
    *,
    destination: Path | None = None,
    install: bool = True,
    git: bool = True,
    latest: bool = False,
    python: str | None = None,
) -> "Created":
    """Create a project; the arguments are the options of `scaffold new`.

    Raises NameNotAllowedError, UnknownFrameworkError, DestinationError, ToolMissingError and RenderError with
    nothing changed; InstallationError when the project is there and complete but could not be installed.
    """
    from scaffold.creation import Wish
    from scaffold.creation import create as create_

    return await create_(
        Wish(name, framework, destination=destination, install=install, git=git, latest=latest, python=python)
    )


async def smoke(
    frameworks: Sequence[str] = (),
    *,
    pythons: Sequence[str] = (),
    resolutions: Sequence[str] = ("locked",),
    servers: Sequence[str] = ("serve", "dev"),
    jobs: int | None = None,
    since_proven: bool = False,
) -> "Report":
    """Prove the starters of some frameworks (none named: of all); the arguments are the options of `scaffold smoke`.

    What is wrong with a starter is in the report. Raises UnknownFrameworkError, and ToolMissingError where none of
    the Pythons is there.
    """
    from scaffold import catalog
    from scaffold.matrix import Matrix
    from scaffold.model import Mode, Resolution
    from scaffold.smoke_testing import smoke as smoke_

    matrix = Matrix(
        [catalog.framework(name) for name in frameworks] or [catalog.found(name) for name in catalog.names()],
        pythons,
        [Resolution(resolution) for resolution in resolutions],
        [Mode(server) for server in servers],
    )
    return await smoke_(matrix, jobs=jobs, since_proven=since_proven)
