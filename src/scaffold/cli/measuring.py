"""`scaffold measure`."""

import shlex
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from scaffold.cli.commands import Command
from scaffold.cli.comparing import AT_LEAST, can_be_compared, write_page
from scaffold.cli.options import FrameworksArgument, JsonOption
from scaffold.cli.reporting import LinesOption
from scaffold.cli.terminal import console, wait_for, write_json
from scaffold.cli.wanted import STANDARD_OUTPUT, Wanted
from scaffold.cli.words import parts
from scaffold.errors import UsageError

if TYPE_CHECKING:
    from scaffold.measuring import Finding
    from scaffold.model import BrokenFramework, Framework
    from scaffold.report.measurements import Recorder

FAILS = 1


def add_to(app: typer.Typer) -> None:
    app.command(cls=Command, epilog="Example: scaffold measure FRAMEWORKS --repeat 3 --html measured.html")(measure)


def measure(
    context: typer.Context,
    frameworks: FrameworksArgument = None,
    repeat: Annotated[int, typer.Option("--repeat", metavar="N", min=1, max=100, help="How often each figure.")] = 3,
    load_seconds: Annotated[
        int, typer.Option("--load-seconds", metavar="N", min=1, max=600, help="How long each load lasts.")
    ] = 1,
    traits: Annotated[
        bool,
        typer.Option("--traits/--no-traits", help="Prove the traits.", show_default="yes, unless --only is given"),
    ] = True,
    only: Annotated[str, typer.Option("--only", metavar="NAME[,NAME]", help="Which figures.", show_default="all")] = "",
    jsonl: LinesOption = None,
    json: JsonOption = False,
    html: Annotated[
        str | None,
        typer.Option("--html", metavar="FILE", help="Write the page of 'scaffold compare' with what was measured."),
    ] = None,
) -> None:
    """Measure starters: size, start, memory, load and stop; and prove the traits of their frameworks."""
    wanted = Wanted(json=STANDARD_OUTPUT if json else None, jsonl=jsonl, html=html)
    wanted.check()
    names = _names(only)
    source = context.get_parameter_source("traits")
    if names and (source is None or source.name != "COMMANDLINE"):
        traits = False
    from scaffold.cli.writing import opened, written
    from scaffold.measuring import measure as measure_
    from scaffold.report.measured import measured
    from scaffold.report.measurements import Recorder, as_json

    chosen = _chosen(frameworks)
    # What cannot be on the page is told before ten minutes are gone.
    on_the_page = _on_the_page(chosen) if html else []
    with opened(jsonl) as file:
        recorder = Recorder(file)
        found = _Told(recorder, quiet=wanted.takes_output)
        measurements = wait_for(
            measure_(
                chosen,
                repeat=repeat,
                load_seconds=load_seconds,
                only=names,
                proving=traits,
                command=shlex.join(["scaffold", *sys.argv[1:]]),
                listener=found.step,
                began=recorder.began,
                found=found,
            )
        )
        recorder.ended()
    written(str(jsonl), recorder.problem)
    if html:
        from scaffold.comparing import compare

        write_page(wait_for(compare(on_the_page, measurements)), html, named=frameworks or [])
    if json:
        write_json(as_json(measurements))
    elif not wanted.takes_output:
        console().print(measured(measurements))
    raise typer.Exit(FAILS if measurements.not_measured and not measurements.figures else 0)


class _Told:
    """Takes down what is found, and says on standard error where the run is, a line for each step."""

    def __init__(self, recorder: "Recorder", *, quiet: bool) -> None:
        self._recorder = recorder
        self._quiet = quiet

    def __call__(self, finding: "Finding") -> None:
        self._recorder.found(finding)

    def step(self, framework: str, step: str) -> None:
        # Nothing that is drawn over: who draws takes time from what is timed.
        if not self._quiet:
            typer.echo(f"{framework}: {step}", err=True)


def _chosen(names: Sequence[str] | None) -> "list[Framework | BrokenFramework]":
    """Those that are named; or all, also those that are broken: of them it is told that they are not measured."""
    from scaffold import catalog

    if names:
        return [catalog.framework(name) for name in dict.fromkeys(names)]
    return [catalog.found(name) for name in catalog.names()]


def _on_the_page(chosen: "Sequence[Framework | BrokenFramework]") -> "list[Framework]":
    """Those that can stand on the page; raises UsageError and ScaffoldError where they are fewer than two."""
    from scaffold.model import Framework

    known = [each for each in chosen if isinstance(each, Framework)]
    if len(known) < AT_LEAST:
        raise UsageError(f"--html compares frameworks, and one alone cannot be compared. Name {AT_LEAST} or more.")
    return can_be_compared(known)


def _names(only: str) -> tuple[str, ...]:
    from scaffold.measuring import UNITS

    names = parts(only)
    for name in names:
        if name not in UNITS:
            raise UsageError(f"--only does not know {name!a}. There are: {', '.join(UNITS)}.")
    return names
