"""`scaffold doctor`."""

from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING

import typer

from scaffold import schemas
from scaffold.cli.commands import Command
from scaffold.cli.options import JsonOption
from scaffold.cli.terminal import animated, console, terminal_columns, write_json

if TYPE_CHECKING:
    from scaffold.diagnosis import Diagnosis, Finding

GRADE_COLUMNS = 9
ABOUT_COLUMNS = 11
# Narrower than that nothing is broken into lines any more.
LEAST_COLUMNS = 24
_STYLES = {"ok": "green", "warning": "yellow", "failed": "bold red", "not tried": "yellow"}


def add_to(app: typer.Typer) -> None:
    app.command(cls=Command, epilog="Example: scaffold doctor --json")(doctor)


def doctor(json: JsonOption = False) -> None:
    """Look at this machine: what is in order, and the one command against what is not."""
    from scaffold.diagnosis import examine, this_machine

    machine = this_machine()
    if not json and animated():
        with console(stderr=True).status("Looking"):
            diagnosis = examine(machine)
    else:
        diagnosis = examine(machine)
    if json:
        write_json(_as_json(diagnosis))
    else:
        _show(diagnosis)
    raise typer.Exit(0 if diagnosis.passed else 1)


def _show(diagnosis: "Diagnosis") -> None:
    columns = terminal_columns()
    for finding in diagnosis.findings:
        for text, style in _lines(finding, columns):
            # Rich would break a command, and what is copied then is half of it.
            console().print(_fit(text), style=style, markup=False, soft_wrap=True)
    console().print()
    for line in _wrapped(_closing(diagnosis), columns, indent=0):
        console().print(line, style="bold green" if diagnosis.passed else "bold red", markup=False, soft_wrap=True)


def _lines(finding: "Finding", columns: int) -> Iterator[tuple[str, str]]:
    """The lines of a finding, each with its style; all but commands fit into the columns."""
    grade = finding.grade.upper() if finding.grade == "failed" else finding.grade
    head = f"{grade:<{GRADE_COLUMNS}} {finding.about:<{ABOUT_COLUMNS}}"
    style = _STYLES[finding.grade]
    indent = len(head) + 1 if columns >= 2 * (len(head) + 1) else 2
    first, *more = _wrapped(f"{head} {finding.found}", columns, indent)
    yield first, style
    for line in more:
        yield line, style
    for line in _wrapped(" " * indent + (finding.problem or ""), columns, indent) if finding.problem else ():
        yield line, ""
    if finding.command:
        yield f"{' ' * indent}$ {finding.command}", "bold"


def _wrapped(text: str, columns: int, indent: int) -> list[str]:
    return wrap(text, max(columns, LEAST_COLUMNS), subsequent_indent=" " * indent, break_on_hyphens=False) or [text]


def _closing(diagnosis: "Diagnosis") -> str:
    from scaffold.diagnosis import Grade

    failed, warned = len(diagnosis.of(Grade.FAILED)), len(diagnosis.of(Grade.WARNING))
    if failed:
        return (
            f"{failed} of {len(diagnosis.findings)} failed: 'scaffold new' does not work here until that is put right."
        )
    warnings = f", with {warned} warning{'s' if warned > 1 else ''}" if warned else ""
    return f"'scaffold new' works here{warnings}."


def _fit(text: str) -> str:
    """What the terminal's encoding has no letter for, as an escape; and no movement of the cursor out of a path."""
    encoding = console().encoding
    printable = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
    return printable.encode(encoding, "backslashreplace").decode(encoding)


def _as_json(diagnosis: "Diagnosis") -> dict[str, object]:
    return {
        "schema": schemas.DIAGNOSIS,
        "passed": diagnosis.passed,
        "seconds": round(diagnosis.seconds, 3),
        "system": diagnosis.machine.system.value,
        "findings": [
            {
                "about": finding.about,
                "status": finding.grade.value,
                "found": finding.found,
                "problem": finding.problem,
                "command": finding.command,
            }
            for finding in diagnosis.findings
        ],
    }
