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

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scaffold.creation import Created
    from scaffold.model import Framework, Report

__all__ = ["create", "frameworks", "smoke", "smoke_template"]


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


async def smoke_template(
    template: str | Path,
    *,
    data: Mapping[str, object] | None = None,
    pairwise: bool = False,
    trust: bool = False,
    pythons: Sequence[str] = (),
    resolutions: Sequence[str] = ("locked",),
    servers: Sequence[str] = ("serve", "dev"),
    jobs: int | None = None,
    since_proven: bool = False,
) -> "Report":
    """Prove a Copier template that is not ours; the arguments are the options of `scaffold smoke --template`.

    `template` is a folder, or the address of a repository, with "@REF" at its end for a version. `data` answers its
    questions: texts as a person types them, anything else as JSON has it. With `pairwise` it is proven once for each
    row of options in which every pair of values is, otherwise once. Only with `trust` may its tasks, migrations and
    Jinja extensions run.

    What is wrong with its starters is in the report. Raises UsageError where there is no such template, version or
    question, or where it is not trusted and has to be; InstallationError where it cannot be fetched; RenderError where
    it is broken before a starter is rendered; ToolMissingError where git is, or all of the Pythons are.
    """
    from functools import partial

    from scaffold import foreign
    from scaffold.foreign_testing import smoke_template as smoke_template_
    from scaffold.matrix import Matrix
    from scaffold.model import Mode, Resolution
    from scaffold.smoke_testing import smoke as smoke_

    return await smoke_template_(
        foreign.named(str(template), foreign.answers(data or {}), trusted=trust),
        Matrix(
            (), pythons, [Resolution(resolution) for resolution in resolutions], [Mode(server) for server in servers]
        ),
        in_pairs=pairwise,
        smoke=partial(smoke_, jobs=jobs),
        since_proven=since_proven,
    )
