"""`scaffold check` and `scaffold smoke`."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from scaffold.cli.commands import Command
from scaffold.cli.options import FolderArgument, FrameworksArgument
from scaffold.cli.terminal import animated, console, wait_for, write_json
from scaffold.errors import UsageError

if TYPE_CHECKING:
    from scaffold.model import Cell, Outcome, Report

FAILED = 1
Choice = TypeVar("Choice", bound=StrEnum)
Listener = Callable[["Cell", str], None]


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
    with _progress() as listener:
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
    template: Annotated[
        str | None,
        typer.Option(
            "--template",
            metavar="PATH-OR-GIT-URL",
            help="A Copier template that is not ours, instead of frameworks; @REF at its end is a version.",
        ),
    ] = None,
    data: Annotated[
        list[str] | None,
        typer.Option("--data", metavar="NAME=VALUE", help="With --template: an answer to one of its questions."),
    ] = None,
    pairwise: Annotated[
        bool,
        typer.Option("--pairwise", help="With --template: its options, in rows in which every pair of values is."),
    ] = False,
    trust: Annotated[
        bool, typer.Option("--trust", help="With --template: run its tasks, migrations and Jinja extensions.")
    ] = False,
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
    from functools import partial

    from scaffold import catalog, foreign
    from scaffold.foreign_testing import smoke_template
    from scaffold.model import Mode, Resolution
    from scaffold.report import line
    from scaffold.smoke_testing import Counts, Matrix
    from scaffold.smoke_testing import smoke as smoke_

    if template is None and (data or pairwise or trust):
        raise UsageError("--data, --pairwise and --trust are for --template; our own starters have no options.")
    if template is not None and frameworks:
        raise UsageError("Give frameworks or --template, not both.")
    wanted = None if template is None else foreign.named(template, data or (), trusted=trust)
    prove = smoke_ if wanted is None else partial(smoke_template, wanted, in_pairs=pairwise)
    names = () if wanted else dict.fromkeys(frameworks or catalog.names())
    matrix = Matrix(
        [catalog.framework(name) for name in names],
        _parts(python),
        [_one_of(Resolution, part, "--resolution") for part in _parts(resolution)],
        [_one_of(Mode, part, "--server") for part in _parts(server)],
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

    with _progress(quiet=json == "-") as listener:
        report = wait_for(
            prove(matrix, jobs=jobs, since_proven=since_proven, listener=listener, finished=finished, counted=counted)
        )
    _end(report, json)


def _parts(text: str) -> tuple[str, ...]:
    """What stands between the commas, each once."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _one_of(choices: type[Choice], text: str, option: str) -> Choice:
    try:
        return choices(text)
    except ValueError:
        raise UsageError(f"{option} does not know {text!a}. There are: {', '.join(choices)}.") from None


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


@contextmanager
def _progress(*, quiet: bool = False) -> "Iterator[Listener]":
    """On a terminal a line for each starter that is being proven; elsewhere nothing."""
    if quiet or not animated():
        yield lambda *_: None
        return
    from rich.live import Live
    from rich.spinner import Spinner
    from rich.table import Table

    steps: dict[Cell, Spinner] = {}

    def table() -> Table:
        grid = Table.grid(padding=(0, 2))
        for spinner in steps.values():
            grid.add_row(spinner)
        return grid

    with Live(table(), console=console(), refresh_per_second=10, transient=True) as live:

        def listener(cell: "Cell", step: str) -> None:
            if step == "done":
                steps.pop(cell, None)
            elif cell in steps:
                steps[cell].update(text=f"{cell}: {step}")
            else:
                steps[cell] = Spinner("dots", text=f"{cell}: {step}")
            live.update(table())

        yield listener
