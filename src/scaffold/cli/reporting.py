"""`scaffold report`, and the options that it shares with `scaffold smoke` and `scaffold drift`."""

from pathlib import Path
from typing import Annotated

import typer

from scaffold.cli.commands import Command
from scaffold.cli.wanted import Wanted
from scaffold.cli.writing import show, show_drift, write_all

JsonOption = Annotated[
    str | None, typer.Option("--json", metavar="FILE", help="Write the report as JSON; - for standard output.")
]
LinesOption = Annotated[
    str | None,
    typer.Option("--jsonl", metavar="FILE", help="Write JSON Lines as it goes, for 'scaffold report'; -: as --json."),
]
JUnitOption = Annotated[str | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML.")]
MarkdownOption = Annotated[
    str | None, typer.Option("--markdown", metavar="FILE", help="Write Markdown, added to $GITHUB_STEP_SUMMARY.")
]
HtmlOption = Annotated[str | None, typer.Option("--html", metavar="FILE", help="Write one page that needs no network.")]
HistoryOption = Annotated[
    str | None, typer.Option("--history", metavar="FILE", help="Add this run to a file of runs; --html shows them.")
]
AnnotationsOption = Annotated[
    bool, typer.Option("--annotations", help="Print the ten worst failures as GitHub annotations.")
]
IssueOption = Annotated[
    str | None,
    typer.Option("--issue", metavar="FILE", help="Write the issue that a nightly job keeps, as JSON."),
]


def add_to(app: typer.Typer) -> None:
    app.command(cls=Command, epilog="Example: scaffold report run.jsonl --html report.html --junit junit.xml")(report)


def report(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="What smoke or drift --jsonl wrote; of several, for one report."),
    ],
    json: JsonOption = None,
    junit: JUnitOption = None,
    markdown: MarkdownOption = None,
    html: HtmlOption = None,
    history: HistoryOption = None,
    issue: IssueOption = None,
    annotations: AnnotationsOption = False,
) -> None:
    """Make reports of a run afterwards; on the screen where no other is asked for."""
    from scaffold.model import DriftReport
    from scaffold.report import forms

    wanted = Wanted(
        json=json,
        junit=junit,
        markdown=markdown,
        html=html,
        history=history,
        issue=issue,
        annotations=annotations,
    )
    made = forms.read(files)
    wanted.check(of_drift=isinstance(made, DriftReport))
    if wanted != Wanted():
        write_all(made, wanted)
    elif isinstance(made, DriftReport):
        show_drift(made)
    else:
        show(made)
