"""What drifted, for the terminal."""

from collections.abc import Iterator
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from scaffold.ages import ago
from scaffold.model import Drift, DriftReport, Verdict
from scaffold.report.drift.words import again, blame, change, counts, failing_line, proof, release, remedy, warning

STYLES = {
    Verdict.NO_DRIFT: "green",
    Verdict.PASSES: "green",
    Verdict.WARNS: "yellow",
    Verdict.FAILS: "bold red",
    Verdict.EXPECTED: "yellow",
    Verdict.UNEXPECTED_PASS: "bold red",
    Verdict.CONTROL_FAILS: "bold red",
    Verdict.NOT_TRIED: "yellow",
}


def drift_lines(drift: Drift, today: date) -> Iterator[Text]:
    """What happened in one cell, and why."""
    cell = f"{drift.cell.starter} on Python {drift.cell.python}"
    known = ", ".join(filter(None, (counts(drift), proof(drift))))
    yield Text.assemble((str(drift.verdict), STYLES[drift.verdict]), f"  {cell}: {known}")
    if drift.reason:
        yield Text(f"    {drift.reason}")
    for changed in drift.changes if drift.verdict is not Verdict.PASSES else ():
        yield Text(f"    {change(changed)}", style="dim")
    for outcome in drift.failures:
        yield Text(f"    {outcome.step} {outcome.check}: {outcome.problem}", style="red")
        if outcome.tail:
            yield Text(f"      {failing_line(outcome.tail)}", style="dim")
    for warned in drift.warned:
        yield Text(f"    {warning(warned, today)}", style="yellow")
    if found := blame(drift):
        yield Text.assemble("    ", (found, "bold"))
        yield Text(f"    Until it is mended: {remedy(drift)}")
        yield Text(f"    Again: {again(drift, today)}")


def drift_summary(report: DriftReport) -> RenderableType:
    """A table with a row for each cell, and what was done about it."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("starter", "Python", "verdict", "changes", "new warnings", "last proven", "culprit"):
        table.add_column(column)
    for drift in report.drifts:
        table.add_row(
            drift.cell.starter,
            drift.cell.python,
            Text(str(drift.verdict), style=STYLES[drift.verdict]),
            str(len(drift.changes)),
            str(len(drift.warned)),
            "" if drift.days_since_proof is None else ago(drift.days_since_proof),
            ", ".join(release(culprit.first_bad) for culprit in drift.culprits),
        )
    closing = [Text(f"Accepted: {', '.join(report.accepted)}", style="green")] if report.accepted else []
    if report.partial:
        closing.append(Text("This report is partial: the run was ended before it was done.", style="bold red"))
    return Group(table, *([Text()] if closing else []), *closing)
