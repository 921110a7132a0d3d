"""`scaffold new`."""

import os
import shlex
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffold.cli.commands import Command
from scaffold.cli.created import created_as_json, show_created, show_head, show_plan
from scaffold.cli.options import FrameworkOption, JsonOption, PythonOption, contradiction
from scaffold.cli.terminal import animated, console, interactive, plain, wait_for, write_json
from scaffold.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    from scaffold.cli.asking import Request
    from scaffold.creation import Created, Listener, Wish


def add_to(app: typer.Typer) -> None:
    app.command(cls=Command, epilog="Example: scaffold new myapp --framework FRAMEWORK --run")(new)


def new(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The project's name: letters, digits, dashes.")
    ] = None,
    framework: FrameworkOption = None,
    dest: Annotated[
        Path | None,
        typer.Option("--dest", metavar="DIR", help="The project's folder.", show_default="./NAME"),
    ] = None,
    into: Annotated[
        Path | None, typer.Option("--into", metavar="DIR", help="A folder that is in use: put the files into it.")
    ] = None,
    conflicts: Annotated[
        str | None,
        typer.Option("--conflicts", metavar="HOW", help="With --into: keep, overwrite, beside or refuse."),
    ] = None,
    no_install: Annotated[bool, typer.Option("--no-install", help="Do not install the dependencies.")] = False,
    no_git: Annotated[bool, typer.Option("--no-git", help="Do not make a git repository.")] = False,
    run: Annotated[
        bool, typer.Option("--run", help="Start the development server and keep it up until Ctrl-C.")
    ] = False,
    latest: Annotated[
        bool, typer.Option("--latest", help="Take the newest versions instead of the verified ones.")
    ] = False,
    python: PythonOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done, and do nothing.")] = False,
    plain_lines: Annotated[bool, typer.Option("--plain", help="Ask in plain lines, without colours.")] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Finish a project whose installation was interrupted.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Create a project; on a terminal, what is not given is asked."""
    from scaffold.creation import Wish, plan

    problem = contradiction(run=run, no_install=no_install, dry_run=dry_run, json=json, resume=resume, latest=latest)
    if problem:
        raise UsageError(problem)
    if into is None and conflicts is not None:
        raise UsageError("--conflicts says what becomes of files that are in the way of --into DIR. Add that.")
    if into is not None and (dest is not None or run or resume):
        other = "--dest" if dest else "--run" if run else "--resume"
        raise UsageError(f"--into and {other} do not go together. Give only one of the two.")
    if plain_lines:
        # For all that asks `terminal.plain`, and what is started from here.
        os.environ["SCAFFOLD_PLAIN"] = "1"
    if resume and name is None:
        raise UsageError("--resume needs NAME: which project it is to finish.")
    if name is None or (framework is None and not resume):
        # The interview is about a folder of the project's own.
        _must_be_able_to_ask(name, framework, json=json or into is not None)
        from scaffold.cli.asking import Request

        _ask_and_make(Request(name, framework, dest, no_install, no_git, run, latest, python, dry_run))
        return
    wish = Wish(
        name=name,
        # Of a project that is there, it says itself what it is.
        framework=framework or "",
        destination=dest,
        install=not no_install,
        git=not no_git,
        latest=latest,
        python=python,
    )
    if not resume:
        _caution(wish.framework)
    if into is not None:
        from scaffold.cli.inserting import insert

        insert(wish, into, conflicts=conflicts, dry_run=dry_run, json=json)
        return
    if dry_run:
        show_plan(wait_for(plan(wish)), json=json)
        return
    published: list[Path] = []
    make = _resume(wish) if resume else _create(wish, published)
    try:
        if run:
            wait_for(_create_and_run(make))
        elif json:
            write_json(created_as_json(wait_for(make)))
        else:
            show_created(wait_for(make))
    except typer.Exit:
        # Ended by a signal, and the project is there: what was begun can be finished.
        for path in published:
            from scaffold.resuming import command

            left = f"The project in {path} is complete but not installed."
            typer.echo(f"{left} Finish it with: {command(path, name)}", err=True)
        raise


def _caution(framework: str) -> None:
    from scaffold.catalog import caution
    from scaffold.catalog import framework as find

    if text := caution(find(framework)):
        typer.secho(f"Caution: {text}", fg=None if plain() else "yellow", err=True)


def _must_be_able_to_ask(name: str | None, framework: str | None, *, json: bool) -> None:
    if interactive() and not json:
        return
    from scaffold.catalog import examples, frameworks

    missing = ["NAME"] * (name is None) + ["--framework FRAMEWORK (-f)"] * (framework is None)
    example = shlex.join(["scaffold", "new", name or "myapp", "--framework", framework or examples()[0]])
    names = ", ".join(each.name for each in frameworks())
    raise UsageError(f"Not given: {' and '.join(missing)}. For example: {example}. The frameworks are: {names}.")


def _ask_and_make(given: "Request") -> None:
    """Ask for the rest, and go on as if all had been on the command line."""
    from scaffold.cli.asking import Ended, ask, forget

    try:
        request = ask(given, plain=plain())
    except Ended as end:
        typer.echo(f"scaffold: {end}", err=True)
        raise typer.Exit(end.exit_code) from None
    try:
        new(
            name=request.name,
            framework=request.framework,
            dest=request.destination,
            into=request.into,
            no_install=request.no_install,
            no_git=request.no_git,
            run=request.run,
            latest=request.latest,
            python=request.python,
            dry_run=request.dry_run,
        )
    finally:
        # Also where something failed later: the folder was free before, and the same answers would not do again.
        if request.path().is_dir() and any(request.path().iterdir()):
            forget()


async def _create(wish: "Wish", published: list[Path]) -> "Created":
    """Create with a word on the terminal about what is being done; `published` has its place until it is installed."""
    from scaffold.creation import create

    with _told() as listener:
        created = await create(wish, listener=listener, published=published.append)
    published.clear()
    return created


async def _resume(wish: "Wish") -> "Created":
    from scaffold.resuming import resume

    with _told() as listener:
        return await resume(wish, listener=listener)


@contextmanager
def _told() -> "Iterator[Listener]":
    if not animated():
        yield lambda _: None
        return
    with console(stderr=True).status("Rendering") as status:
        yield status.update


async def _create_and_run(make: "Coroutine[object, object, Created]") -> None:
    import asyncio
    from importlib import import_module

    from scaffold.cli.running import keep_up_on_terminal
    from scaffold.model import Mode

    # What booting needs is imported while others render and install.
    imported = asyncio.create_task(asyncio.to_thread(import_module, "scaffold.running"))
    try:
        created = await make
    finally:
        await imported
    show_head(created)
    assert created.environment is not None
    await keep_up_on_terminal(created.starter, created.environment, Mode.DEV, port=None)
