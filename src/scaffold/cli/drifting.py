"""`scaffold drift`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from scaffold.cli.commands import Command
from scaffold.cli.options import FrameworksArgument
from scaffold.cli.progress import Done, progress
from scaffold.cli.reporting import (
    AnnotationsOption,
    HistoryOption,
    HtmlOption,
    IssueOption,
    JUnitOption,
    LinesOption,
    MarkdownOption,
)
from scaffold.cli.terminal import wait_for
from scaffold.cli.wanted import STANDARD_OUTPUT, Wanted
from scaffold.cli.words import one_of, parts
from scaffold.cli.writing import recorded_drift, show_drift
from scaffold.errors import UsageError

if TYPE_CHECKING:
    from scaffold.model import Drift

FAILS = 1
PASSES = 7


def add_to(app: typer.Typer) -> None:
    app.command(cls=Command, epilog="Example: scaffold drift FRAMEWORKS --python 3.11,3.13 --markdown drift.md")(drift)


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
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="How many at a time.", show_default="processors + 1"),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Write the report as JSON to standard output.")] = False,
    jsonl: LinesOption = None,
    junit: JUnitOption = None,
    markdown: MarkdownOption = None,
    html: HtmlOption = None,
    history: HistoryOption = None,
    issue: IssueOption = None,
    annotations: AnnotationsOption = False,
) -> None:
    """Show what the newest versions do to the starters, and who is to blame."""
    wanted = Wanted(
        json=STANDARD_OUTPUT if json else None,
        jsonl=jsonl,
        junit=junit,
        markdown=markdown,
        html=html,
        history=history,
        issue=issue,
        annotations=annotations,
    )
    wanted.check(of_drift=True)
    from scaffold import catalog
    from scaffold.drifting import drift as drift_
    from scaffold.model import Mode
    from scaffold.report.plain import plain_report

    today = _day(as_of)
    with recorded_drift(wanted, today) as recorder:

        def finished(found: "Drift") -> None:
            recorder.finished(found)
            shown.done(_done(plain_report(found), today))

        with progress(quiet=wanted.takes_output) as shown:
            report = wait_for(
                drift_(
                    [catalog.framework(name) for name in dict.fromkeys(frameworks)]
                    if frameworks
                    else [catalog.found(name) for name in catalog.names()],
                    pythons=parts(python),
                    servers=[one_of(Mode, part, "--server") for part in parts(server)],
                    as_of=today if as_of else None,
                    jobs=jobs,
                    accepting=accept,
                    listener=shown.step,
                    began=recorder.began,
                    finished=finished,
                )
            )
        recorder.ended(report.seconds, accepted=report.accepted)
        if not wanted.takes_output:
            show_drift(report, each=not shown.has_shown_lines)
    raise typer.Exit(FAILS if report.failed else PASSES if report.drifted else 0)


def _done(found: "Drift", today: date) -> Done:
    from scaffold.model import Verdict
    from scaffold.report.drift.terminal import drift_lines
    from scaffold.report.drift.words import blame

    good = None if found.verdict is Verdict.NOT_TRIED else not found.verdict.is_bad
    said = blame(found) or found.reason
    return Done(
        found.cell, good, f"{found.verdict}: {said}" if said else str(found.verdict), list(drift_lines(found, today))
    )


def _day(text: str) -> date:
    if not text:
        from datetime import UTC, datetime

        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!a} is not a day. Give it as YYYY-MM-DD, for example --as-of 2026-02-20.") from None
