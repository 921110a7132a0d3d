"""`scaffold compare`: two to four frameworks beside each other, or all of them as a page to pick from."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffold.cli.commands import Command
from scaffold.cli.options import ComparedArgument, JsonOption
from scaffold.cli.terminal import console, plain, wait_for
from scaffold.cli.wanted import STANDARD_OUTPUT, Wanted
from scaffold.cli.words import one_of, parts
from scaffold.errors import ScaffoldError, UsageError

if TYPE_CHECKING:
    from scaffold.comparing import Comparison
    from scaffold.model import Framework, Measurements, Role

AT_LEAST, AT_MOST = 2, 4


def add_to(app: typer.Typer) -> None:
    app.command(cls=Command, epilog="Example: scaffold compare FRAMEWORKS --role routes")(compare)


def compare(
    frameworks: ComparedArgument = None,
    role: Annotated[
        str,
        typer.Option(
            "--role",
            metavar="ROLE[,ROLE]",
            help="The code of these roles: application, routes, template, settings, test, run.",
            show_default="all",
        ),
    ] = "",
    facts: Annotated[bool, typer.Option("--facts/--no-facts", help="With or without facts and traits.")] = True,
    measurements: Annotated[
        str | None,
        typer.Option(
            "--measurements",
            metavar="FILE",
            help="What was measured, as JSON Lines.",
            show_default="the last that come with scaffold",
        ),
    ] = None,
    json: JsonOption = False,
    markdown: Annotated[
        str | None, typer.Option("--markdown", metavar="FILE", help="Write it as Markdown; '-' for standard output.")
    ] = None,
    html: Annotated[
        str | None,
        typer.Option(
            "--html",
            metavar="FILE",
            help="Write a page to pick two to four from: of the frameworks that are named, or of all.",
        ),
    ] = None,
) -> None:
    """Show frameworks beside each other: facts, traits, and the code of their starters by role."""
    wanted = Wanted(json=STANDARD_OUTPUT if json else None, markdown=markdown, html=html)
    wanted.check()
    from scaffold.model import Role

    roles = [one_of(Role, part, "--role") for part in parts(role)] or list(Role)
    # A page has room for all: of them one picks there.
    only_a_page = wanted == Wanted(html=html) and html is not None
    found = can_be_compared(_chosen(frameworks or [], for_page=only_a_page))
    taken = _taken(measurements) if facts or html else None
    from scaffold.comparing import compare as compare_

    named = [framework.name for framework in found] if frameworks else []
    _show(wait_for(compare_(found, taken)), roles, wanted, named=named, with_facts=facts)


def _chosen(names: Sequence[str], *, for_page: bool) -> "list[Framework]":
    """Two to four different frameworks, for a page also more or all; raises UsageError and UnknownFrameworkError."""
    from scaffold import catalog

    if for_page and not names:
        return list(catalog.frameworks())
    found = [catalog.framework(name) for name in names]
    for number, framework in enumerate(found):
        if framework in found[:number]:
            raise UsageError(f"'{framework.name}' is named twice. Name each framework once.")
    if len(found) < AT_LEAST:
        given = [framework.name for framework in found]
        example = [*given, *(name for name in catalog.examples() if name not in given)][:AT_LEAST]
        problem = f"'{given[0]}' alone cannot be compared" if given else "There is nothing to compare"
        raise UsageError(f"{problem}. Name two to four frameworks: scaffold compare {' '.join(example)}")
    if len(found) > AT_MOST and not for_page:
        raise UsageError(f"{len(found)} frameworks do not fit beside each other. Name two to four of them.")
    return found


def can_be_compared(frameworks: "Sequence[Framework]") -> "list[Framework]":
    """Those that say of themselves what is compared; of the others a sentence on standard error."""
    from scaffold.comparing import with_descriptions
    from scaffold.report.plain import plain as plain_text

    known, problems = with_descriptions(frameworks)
    if len(known) < AT_LEAST:
        raise ScaffoldError(" ".join(problems))
    for problem in problems:
        typer.secho(plain_text(problem), fg="yellow", err=True)
    return known


def write_page(comparison: "Comparison", target: str, *, named: Sequence[str]) -> None:
    """Write the page to pick from; those that were named come first, of all those that most people know."""
    from scaffold import catalog
    from scaffold.cli.writing import write
    from scaffold.report.comparison_page import as_page

    write(as_page(comparison, named or catalog.examples()), target)


def _taken(file: str | None) -> "Measurements | None":
    """What was measured: in this file, or in the one that comes with scaffold, where there is one."""
    from scaffold.comparing import last_measurements
    from scaffold.report.measurements import read_measurements

    path = last_measurements() if file is None else Path(file)
    return None if path is None else read_measurements(path)


def _show(
    comparison: "Comparison", roles: "Sequence[Role]", wanted: Wanted, *, named: Sequence[str], with_facts: bool
) -> None:
    from scaffold.cli.writing import json_text, write
    from scaffold.report.plain import plain_report

    if wanted.json:
        from scaffold.report.comparison.as_json import as_json

        # JSON has its own way to carry what a terminal would obey.
        write(json_text(as_json(comparison, roles, with_facts=with_facts)), wanted.json)
    comparison = plain_report(comparison)
    if wanted.markdown:
        from scaffold.report.comparison.markdown import as_markdown

        write(as_markdown(comparison, roles, with_facts=with_facts), wanted.markdown)
    if wanted.html:
        write_page(comparison, wanted.html, named=named)
    if wanted != Wanted():
        return
    from scaffold.report.comparison.terminal import lines, show

    out = console()
    if out.is_terminal and not plain():
        show(comparison, roles, out, with_facts=with_facts)
        return
    for line in lines(comparison, roles, with_facts=with_facts):
        typer.echo(line)
