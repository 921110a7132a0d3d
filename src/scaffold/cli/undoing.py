"""`scaffold undo`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffold import schemas
from scaffold.cli.commands import Command
from scaffold.cli.options import JsonOption
from scaffold.cli.terminal import console, interactive, write_json

if TYPE_CHECKING:
    from scaffold.undoing import Undo


def add_to(app: typer.Typer) -> None:
    app.command(cls=Command, epilog="Example: scaffold undo myapp --dry-run")(undo)


def undo(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Where it was inserted.", show_default="the current folder")
    ] = Path("."),
    force: Annotated[
        bool, typer.Option("--force", help="Also files that were changed since; their changes are lost.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be put back, and do nothing.")] = False,
    json: JsonOption = False,
) -> None:
    """Put back what the last 'new --into' did to a folder."""
    from scaffold.undoing import carry_out, undoing

    with undoing(folder) as (held, undo_):
        if not json:
            _show(undo_)
        if dry_run:
            if json:
                write_json(_as_json(undo_))
            return
        # With changed files it is refused, and there is nothing to ask.
        if not json and interactive() and (force or not undo_.changed) and not typer.confirm("Put back?", default=True):
            console().print("Nothing was changed.")
            return
        undone = carry_out(held, undo_, force=force)
    if json:
        write_json(_as_json(undo_) | {"kept_folders": list(undone.kept_folders)})
        return
    for path in undone.kept_folders:
        console().print(f"{path}/ stays: something else is in it.", markup=False, soft_wrap=True)
    console().print("Put back.", style="green")


def _show(undo: "Undo") -> None:
    out = console()
    if undo.journal is None:
        out.print(f"An insertion into {undo.path} was killed before it changed anything.", markup=False, soft_wrap=True)
        return
    what = f"The {undo.journal.framework} project {undo.journal.project} of {undo.journal.at} in {undo.path}"
    out.print(f"{what}{', interrupted' if undo.interrupted else ''}:", markup=False, soft_wrap=True)
    for word, paths in (("remove", undo.removes), ("restore", undo.restores), ("changed since", undo.changed)):
        for path in paths:
            out.print(f"  {word:<14} {path}", markup=False, soft_wrap=True)


def _as_json(undo: "Undo") -> dict[str, object]:
    return {
        "schema": schemas.UNDONE,
        "path": str(undo.path),
        "project": undo.journal.project if undo.journal else None,
        "framework": undo.journal.framework if undo.journal else None,
        "inserted_at": undo.journal.at if undo.journal else None,
        "interrupted": undo.interrupted,
        "removes": list(undo.removes),
        "restores": list(undo.restores),
        "changed": list(undo.changed),
    }
