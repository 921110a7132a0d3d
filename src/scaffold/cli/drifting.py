"""`scaffold drift`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from scaffold.cli.commands import Command
from scaffold.cli.options import FrameworksArgument, JsonOption
from scaffold.cli.progress import Done, progress
from scaffold.cli.terminal import console, wait_for, write_json
from scaffold.cli.words import one_of, parts
from scaffold.errors import UsageError

if TYPE_CHECKING:
    from scaffold.model import Drift

FAILS = 1
PASSES = 7


def add_to(app: typer.Typer) -> None:
    app.command(cls=Command, epilog="Example: scaffold drift FRAMEWORKS --python 3.11,3.13")(drift)


def drift(
    frameworks: FrameworksArgument = None,
    python: Annotated[
        str,
        typer.Option("--python", metavar="X.Y[,X.Y]", help="Which Pythons.", show_default="the one that runs scaffold"),
    ] = "",
    server: Annotated[str, typer.Option("--server", metavar="WHICH[,WHICH]", help="Which servers.")] = "serve,dev",
    as_of: Annotated[
        str,
        typer.Option("--as-of", metavar="YYYY-MM-DD", help="See nothing released later.", show_default="today"),
    ] = "",
    accept: Annotated[
        bool, typer.Option("--accept", help="Write the new versions of those that pass into their templates.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="How many at a time.")] = 2,
    json: JsonOption = False,
) -> None:
    """Show what the newest versions do to the starters, and who is to blame."""
    from scaffold import catalog
    from scaffold.drifting import drift as drift_
    from scaffold.model import Mode, Verdict
    from scaffold.report.drift import as_json, drift_lines, drift_summary

    def finished(found: "Drift") -> None:
        good = None if found.verdict is Verdict.NOT_TRIED else not found.verdict.is_bad
        shown.done(Done(found.cell, good, str(found.verdict), list(drift_lines(found, today))))

    today = _day(as_of)
    with progress(quiet=json) as shown:
        report = wait_for(
            drift_(
                [catalog.framework(name) for name in dict.fromkeys(frameworks or catalog.names())],
                pythons=parts(python),
                servers=[one_of(Mode, part, "--server") for part in parts(server)],
                as_of=today if as_of else None,
                jobs=jobs,
                accepting=accept,
                listener=shown.step,
                finished=finished,
            )
        )
    if json:
        write_json(as_json(report))
    else:
        if not shown.has_shown_lines:
            for found in report.drifts:
                for line in drift_lines(found, today):
                    console().print(line)
        console().print()
        console().print(drift_summary(report))
    raise typer.Exit(FAILS if report.failed else PASSES if report.drifted else 0)


def _day(text: str) -> date:
    if not text:
        from datetime import UTC, datetime

        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!a} is not a day. Give it as YYYY-MM-DD, for example --as-of 2026-02-20.") from None
