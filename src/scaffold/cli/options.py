"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer


def _complete_framework(incomplete: str) -> list[str]:
    from scaffold.catalog import names

    return [name for name in names() if name.startswith(incomplete.lower())]


PYTHONS = ("3.11", "3.12", "3.13")


def _complete_python(incomplete: str) -> list[str]:
    return [python for python in PYTHONS if python.startswith(incomplete)]


FrameworkArgument = Annotated[
    str,
    typer.Argument(
        metavar="FRAMEWORK",
        help="Which framework; 'scaffold list' shows all.",
        autocompletion=_complete_framework,
    ),
]
FrameworksArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FRAMEWORK]...", help="Which frameworks; none: all.", autocompletion=_complete_framework),
]
ComparedArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FRAMEWORK",
        help="Two to four frameworks; 'scaffold list' shows all.",
        autocompletion=_complete_framework,
    ),
]
FrameworkOption = Annotated[
    str | None,
    typer.Option(
        "--framework",
        "-f",
        metavar="FRAMEWORK",
        help="Which framework; 'scaffold list' shows all.",
        autocompletion=_complete_framework,
    ),
]
PythonOption = Annotated[
    str | None,
    typer.Option("--python", metavar="X.Y", help="Which Python.", autocompletion=_complete_python),
]
FolderArgument = Annotated[
    Path, typer.Argument(metavar="[DIR]", help="The folder of a project.", show_default="the current one")
]
PortOption = Annotated[
    int | None,
    typer.Option(
        "--port", min=1, max=65535, help="Which port.", show_default="8000, or a free one where that is taken"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]


def contradiction(
    *,
    run: bool,
    no_install: bool,
    dry_run: bool = False,
    json: bool = False,
    resume: bool = False,
    latest: bool = False,
) -> str | None:
    """What speaks against the options of `scaffold new` together, in one sentence."""
    if run and (no_install or dry_run or json):
        other = "--no-install" if no_install else "--dry-run" if dry_run else "--json"
        return f"--run starts what {other} leaves out. Give only one of the two."
    if resume and (no_install or dry_run or latest):
        other = "--no-install" if no_install else "--dry-run" if dry_run else "--latest"
        return f"--resume installs what is there, and {other} has no part in that. Give only one of the two."
    return None
