"""`scaffold check` and `scaffold smoke`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffold.cli.commands import Command
from scaffold.cli.options import FolderArgument, FrameworksArgument
from scaffold.cli.progress import progress
from scaffold.cli.terminal import console, wait_for, write_json
from scaffold.cli.words import one_of, parts
from scaffold.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffold.model import Outcome, Report

FAILED = 1


def add_to(app: typer.Typer) -> None:
    app.command(cls=Command, epilog="Example: scaffold check myapp")(check)
    app.command(cls=Command, epilog="Example: scaffold smoke FRAMEWORKS --python 3.11,3.13 --json report.json")(smoke)


def check(
    folder: FolderArgument = Path("."),
    json: Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")] = False,
) -> None:
    """Prove a project: boot both its servers, ask them everything, run its tests."""
    from scaffold.checking import check as check_

    if json:
        _end(wait_for(check_(folder.resolve())), "-")
    with progress() as listener:
        report = wait_for(check_(folder.resolve(), listener=listener))
    from scaffold.report import every_check

    for line in every_check(report):
        console().print(line)
    _end(report, None)


def smoke(
    frameworks: FrameworksArgument = None,
    python: Annotated[
        str,
        typer.Option("--python", metavar="X.Y[,X.Y]", help="Which Pythons.", show_default="the one that runs scaffold"),
    ] = "",
    resolution: Annotated[
        str,
        typer.Option(
            "--resolution",
            metavar="HOW[,HOW]",
            help="Which versions: locked (as verified), latest, lowest (the declared floors), prerelease.",
        ),
    ] = "locked",
    server: Annotated[str, typer.Option("--server", metavar="WHICH[,WHICH]", help="Which servers.")] = "serve,dev",
    since_proven: Annotated[
        bool,
        typer.Option("--since-proven", help="Leave out what was proven before and has not changed since."),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="How many at a time.", show_default="processors + 1"),
    ] = None,
    json: Annotated[
        str | None,
        typer.Option("--json", metavar="FILE", help="Write the report as JSON; - for standard output."),
    ] = None,
) -> None:
    """Prove starters: render, install, boot, ask and test each of them."""
    from scaffold import catalog
    from scaffold.model import Mode, Resolution
    from scaffold.report import line
    from scaffold.smoke_testing import Counts, Matrix
    from scaffold.smoke_testing import smoke as smoke_

    matrix = Matrix(
        [catalog.framework(name) for name in dict.fromkeys(frameworks or catalog.names())],
        parts(python),
        [one_of(Resolution, part, "--resolution") for part in parts(resolution)],
        [one_of(Mode, part, "--server") for part in parts(server)],
    )
    if not (matrix.resolutions and matrix.servers):
        raise UsageError("There is nothing to prove: give at least one --resolution and one --server.")
    if json not in (None, "-") and not Path(str(json)).resolve().parent.is_dir():
        raise UsageError(f"The report cannot be written to {json}: its folder does not exist.")

    def finished(outcomes: "Sequence[Outcome]") -> None:
        if json != "-":
            console().print(line(outcomes))

    def counted(counts: Counts) -> None:
        if json != "-" and since_proven:
            console().print(f"{counts.cells} cells, {counts.distinct} distinct, {counts.new} new")

    with progress(quiet=json == "-") as listener:
        report = wait_for(
            smoke_(matrix, jobs=jobs, since_proven=since_proven, listener=listener, finished=finished, counted=counted)
        )
    _end(report, json)


def _end(report: "Report", json: str | None) -> None:
    """Show or write a report and end with its exit code."""
    from scaffold.report import as_json, failures, summary

    if json == "-":
        write_json(as_json(report))
    else:
        console().print()
        for part in failures(report):
            console().print(part)
        console().print(summary(report))
    if json not in (None, "-"):
        import json as json_

        Path(str(json)).write_text(json_.dumps(as_json(report), indent=2) + "\n", encoding="utf-8")
    raise typer.Exit(0 if report.passed else FAILED)
