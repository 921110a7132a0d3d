"""`scaffold list`, `info` and `show`: what there is to choose from."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from scaffold import schemas
from scaffold.ages import ago
from scaffold.cli.commands import Command
from scaffold.cli.options import FrameworkArgument, JsonOption
from scaffold.cli.terminal import console, terminal_columns, wait_for, write_json
from scaffold.errors import UsageError

if TYPE_CHECKING:
    from scaffold.model import Framework

GAP = "  "


def add_to(app: typer.Typer) -> None:
    app.command(cls=Command, name="list", epilog="Example: scaffold list --json")(list_)
    app.command(cls=Command, epilog="Example: scaffold info FRAMEWORK")(info)
    app.command(cls=Command, epilog="Example: scaffold show FRAMEWORK README.md")(show)


def list_(json: JsonOption = False) -> None:
    """List the frameworks."""
    from scaffold.catalog import broken, frameworks

    for each in broken():
        typer.secho(f"{each.name} cannot be used: {each.problem}", fg="yellow", err=True)
    if json:
        write_json({"schema": schemas.FRAMEWORKS, "frameworks": [_as_json(framework) for framework in frameworks()]})
        return
    # Not with Rich: its import takes as long as all the rest of this command.
    rows: list[tuple[str, ...]] = [
        ("name", "kind", "style", "interface", "templates", "answers", "Python", "verified", "last proven", "health")
    ]
    today = datetime.now(UTC).date()
    rows += [_row(framework, today) for framework in frameworks()]
    for number, line in enumerate(_lines(rows)):
        typer.secho(line, bold=number == 0)


def _lines(rows: list[tuple[str, ...]]) -> list[str]:
    """The rows in columns; on a terminal that is too narrow for all, without those that matter least to a choice."""
    columns = list(zip(*rows, strict=True))
    wanted = terminal_columns()
    for least in ("templates", "Python", "style", "verified", "interface"):
        widths = [max(map(len, column)) for column in columns]
        if sum(widths) + len(GAP) * (len(columns) - 1) <= wanted:
            break
        columns = [column for column in columns if column[0] != least]
    widths = [max(map(len, column)) for column in columns]
    return [
        GAP.join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in zip(*columns, strict=True)
    ]


def _row(framework: "Framework", today: date) -> tuple[str, ...]:
    return (
        framework.name,
        framework.kind,
        framework.concurrency,
        framework.interface,
        framework.template_engine,
        framework.response.upper(),
        f"to {framework.verified.pythons[-1]}",
        f"{framework.verified.version} on {framework.verified.date}",
        ago(framework.days_since_proof(today)),
        f"{framework.health.status}, {framework.health.released:%Y-%m}",
    )


def _verified(framework: "Framework") -> str:
    verified = framework.verified
    since = ago(framework.days_since_proof(datetime.now(UTC).date()))
    return f"{framework.distribution or framework.title} {verified.version} on {verified.date}, last proven {since}"


def _health(framework: "Framework") -> str:
    health = framework.health
    text = f"{health.status}, last release on {health.released}"
    return f"{text}; for something new take {' or '.join(health.instead)}" if health.instead else text


def info(framework: FrameworkArgument, json: JsonOption = False) -> None:
    """Show all that is known of a framework, and what its starter is made of."""
    from scaffold.catalog import framework as find
    from scaffold.creation import preview

    found = find(framework)
    preview_ = wait_for(preview(found))
    table = preview_.table
    if json:
        write_json(
            {
                "schema": schemas.FRAMEWORKS,
                **_as_json(found),
                "files": [{"path": file.path, "bytes": file.size} for file in preview_.files],
                "commands": {
                    "setup": [list(command) for command in table.setup],
                    "dev": list(table.dev),
                    "serve": list(table.serve),
                },
            }
        )
        return
    import shlex

    from rich.table import Table

    from scaffold.cli.trees import tree_of

    out = console()
    out.print(f"[bold]{found.title}[/bold]: {found.summary}\n")
    facts = Table(box=None, pad_edge=False, show_header=False)
    for label, value in (
        ("Kind", f"{found.kind}, {found.concurrency}, {found.interface}"),
        ("Templates", found.template_engine),
        ("Answers with", found.response.upper()),
        ("Health", _health(found)),
        ("Verified", _verified(found)),
        ("Installs", f"{found.footprint.packages} packages, {found.footprint.megabytes:.1f} MB"),
        ("Python", ", ".join(found.verified.pythons)),
        ("Licence", found.licence),
        ("Documentation", found.documentation),
        ("Source", found.source),
    ):
        facts.add_row(f"[bold]{label}[/bold]", value)
    out.print(facts)
    out.print("\n[bold]Commands[/bold]")
    for label, commands in (("set up", table.setup), ("develop", [table.dev]), ("serve", [table.serve])):
        for command in commands:
            out.print(f"  {label:<8} {shlex.join(command)}", markup=False, soft_wrap=True)
    out.print("\n[bold]Exceptions[/bold]")
    for exception in found.exceptions:
        where = f" ({exception.server})" if exception.server else ""
        out.print(f"  {exception.check}{where}: {exception.reason}", markup=False)
    if not found.exceptions:
        out.print("  none: it keeps the whole contract")
    out.print()
    out.print(tree_of("my-app", preview_.files))


def show(
    framework: FrameworkArgument,
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="A file of the starter.", show_default="all of them"),
    ] = None,
) -> None:
    """Show a starter's file as it would be rendered."""
    from difflib import get_close_matches

    from rich.rule import Rule
    from rich.syntax import Syntax

    from scaffold.catalog import framework as find
    from scaffold.creation import preview

    texts = wait_for(preview(find(framework))).texts
    if file is None:
        # A lock is for programs.
        chosen = [path for path in texts if path != "uv.lock"]
    else:
        chosen = [path for path in texts if path == file.removeprefix("./")] or _only_match(file, texts)
    if not chosen:
        near = get_close_matches(str(file), texts, n=1, cutoff=0.5)
        hint = f"Did you mean '{near[0]}'?" if near else f"'scaffold info {framework}' shows its files."
        raise UsageError(f"The {framework} starter has no file {file!a}. {hint}")
    out = console()
    for path in chosen:
        if len(chosen) > 1:
            out.print(Rule(path, align="left") if out.is_terminal else f"--- {path}")
        if out.is_terminal:
            lexer = Syntax.guess_lexer(path, texts[path])
            out.print(Syntax(texts[path], lexer, background_color="default", word_wrap=True))
        else:
            typer.echo(texts[path], nl=not texts[path].endswith("\n"))


def _only_match(file: str, texts: dict[str, str]) -> list[str]:
    """The file that is meant by its last name alone, where there is just one."""
    matches = [path for path in texts if path.rpartition("/")[2] == file]
    return matches if len(matches) == 1 else []


def _as_json(framework: "Framework") -> dict[str, object]:
    return {
        "name": framework.name,
        "title": framework.title,
        "summary": framework.summary,
        "kind": framework.kind,
        "concurrency": framework.concurrency,
        "interface": framework.interface,
        "template_engine": framework.template_engine,
        "response": framework.response.value,
        "documentation": framework.documentation,
        "source": framework.source,
        "licence": framework.licence,
        "health": {
            "status": framework.health.status.value,
            "released": framework.health.released.isoformat(),
            "instead": list(framework.health.instead),
        },
        "footprint": {"packages": framework.footprint.packages, "megabytes": framework.footprint.megabytes},
        "verified": {
            "date": framework.verified.date.isoformat(),
            "version": framework.verified.version,
            "pythons": list(framework.verified.pythons),
        },
        "exceptions": [
            {"check": exception.check, "server": exception.server, "reason": exception.reason}
            for exception in framework.exceptions
        ],
    }
