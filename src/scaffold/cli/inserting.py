"""`scaffold new --into`: show what would come and what is in the way, ask about each, and write."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scaffold.cli.diffs import diff, shown
from scaffold.cli.inserted import as_json, show, show_comparison, show_conflict, show_decisions, show_head
from scaffold.cli.terminal import animated, console, interactive, plain, wait_for, write_json
from scaffold.errors import DestinationError, UsageError

if TYPE_CHECKING:
    from scaffold.creation import Listener, Wish
    from scaffold.holding import HeldFolder
    from scaffold.inserting import Comparison, Conflict, Inserted, Insertion, Way

REFUSE = "refuse"
POLICIES = ("keep", "overwrite", "beside", REFUSE)
# What fits above a question on a terminal of 24 lines.
SHORT_LINES = 12


def insert(wish: "Wish", into: Path, *, conflicts: str | None, dry_run: bool, json: bool) -> None:
    """Put a project into a folder that is in use."""
    from scaffold.inserting import comparison, held_for

    if conflicts is not None and conflicts not in POLICIES:
        raise UsageError(f"--conflicts does not know {conflicts!a}. There are: {', '.join(POLICIES)}.")
    asks = interactive() and not json and conflicts is None
    if not (asks or dry_run or conflicts):
        raise DestinationError(
            f"Nobody is here to say what is to become of files that are in the way in {into}. Nothing was changed; "
            f"add --conflicts with one of: {', '.join(POLICIES)}."
        )
    with held_for(into) as folder:
        insertion = wait_for(_rendered(wish))
        compared = comparison(folder, insertion)
        if dry_run:
            show_comparison(folder, insertion, compared, json=json)
            return
        decisions = _ask(folder, insertion, compared) if conflicts is None else _by_policy(folder, compared, conflicts)
        inserted = wait_for(_carry_out(folder, insertion, compared, decisions))
        for path in inserted.exposed:
            text = f"git does not ignore {path}, which holds secrets. Add it to .gitignore before you commit."
            typer.secho(f"Caution: {text}", fg=None if plain() else "yellow", err=True)
        if json:
            write_json(as_json(inserted, compared, decisions))
        else:
            show(inserted, compared, decisions)


async def _rendered(wish: "Wish") -> "Insertion":
    from scaffold.inserting import rendered

    if not animated():
        return await rendered(wish)
    with console(stderr=True).status("Rendering") as status:
        listener: Listener = status.update
        return await rendered(wish, listener=listener)


async def _carry_out(
    folder: "HeldFolder", insertion: "Insertion", compared: "Comparison", decisions: "dict[str, Way]"
) -> "Inserted":
    from scaffold.inserting import carry_out

    if not animated():
        return await carry_out(folder, insertion, compared, decisions)
    with console(stderr=True).status("Writing") as status:
        listener: Listener = status.update
        return await carry_out(folder, insertion, compared, decisions, listener=listener)


def _by_policy(folder: "HeldFolder", compared: "Comparison", policy: str) -> "dict[str, Way]":
    from scaffold.inserting import Way

    if policy != REFUSE:
        return {conflict.part.path: Way(policy) for conflict in compared.conflicts}
    if compared.conflicts:
        first, *others = compared.conflicts
        more = f", and {len(others)} more are in the way" if others else ""
        raise DestinationError(
            f"{folder.path / first.there} {first.problem}{more}. Nothing was changed; --dry-run shows them, "
            f"--conflicts with keep, overwrite or beside says what becomes of them."
        )
    return {}


def _ask(folder: "HeldFolder", insertion: "Insertion", compared: "Comparison") -> "dict[str, Way]":
    """Ask about each conflict, then once whether to write; raises typer.Abort where the answer is no."""
    from scaffold.inserting import dirty

    show_head(folder, compared)
    if number := dirty(folder):
        files = "file that is" if number == 1 else "files that are"
        typer.secho(
            f"Caution: its git repository has {number} {files} not committed.",
            fg=None if plain() else "yellow",
            err=True,
        )
    decisions: dict[str, Way] = {}
    for_the_rest: Way | None = None
    for index, conflict in enumerate(compared.conflicts, start=1):
        if for_the_rest in conflict.ways:
            decisions[conflict.part.path] = for_the_rest
            continue
        console().print()
        show_conflict(conflict, SHORT_LINES)
        way, every = _ask_about(conflict, f"{index} of {len(compared.conflicts)}")
        decisions[conflict.part.path] = way
        for_the_rest = way if every else for_the_rest
    show_decisions(folder, insertion, compared, decisions)
    if not typer.confirm("Write this?", default=True):
        console().print("Nothing was written.")
        raise typer.Exit(0)
    return decisions


def _ask_about(conflict: "Conflict", count: str) -> "tuple[Way, bool]":
    """The way for one conflict, and whether it is meant for all that are left."""
    choices = {way.value[0]: way for way in conflict.ways}
    words = ", ".join(f"[{way.value[0]}]{way.value[1:]}" for way in conflict.ways)
    while True:
        answer = typer.prompt(f"{count}: {words}, [d]iff; capital: all the rest", default="k").strip()
        if answer.lower() in ("d", "diff"):
            for line in shown(diff(conflict, secrets=True) or ["(there is nothing to compare)"], 1_000_000):
                console().print(line, soft_wrap=True)
        elif answer[:1].lower() in choices and answer.lower() in (
            answer[:1].lower(),
            choices[answer[:1].lower()].value,
        ):
            return choices[answer[:1].lower()], answer[:1].isupper()
        else:
            typer.echo(f"{answer!a} is none of these.")
