"""`scaffold run`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffold.cli.commands import Command
from scaffold.cli.options import FolderArgument, PortOption
from scaffold.cli.terminal import animated, console, wait_for

if TYPE_CHECKING:
    from scaffold.model import Environment, Mode, Starter
    from scaffold.server import Server


def add_to(app: typer.Typer) -> None:
    app.command(cls=Command, epilog="Example: scaffold run myapp --serve --port 8080")(run)


def run(
    folder: FolderArgument = Path("."),
    serve: Annotated[
        bool, typer.Option("--serve", help="The production server instead of the development server.")
    ] = False,
    port: PortOption = None,
) -> None:
    """Start a project's server and keep it up until Ctrl-C."""
    from scaffold import starter
    from scaffold.model import Mode

    project = starter.load(folder.resolve())
    wait_for(_install_and_run(project, Mode.SERVE if serve else Mode.DEV, port))


async def _install_and_run(project: "Starter", mode: "Mode", port: int | None) -> None:
    from scaffold.checking import ready
    from scaffold.processes import scratch_folder

    with scratch_folder("install") as scratch:
        if animated():
            with console(stderr=True).status("Installing"):
                environment = await ready(project, scratch)
        else:
            environment = await ready(project, scratch)
    await keep_up_on_terminal(project, environment, mode, port=port)


async def keep_up_on_terminal(
    project: "Starter", environment: "Environment", mode: "Mode", *, port: int | None
) -> None:
    """Boot, show the URL and the answer to /hello, and pass on what the server says."""
    from scaffold.running import keep_up

    await keep_up(project, environment, mode, port=port, up=_show_server, said=_show_output)


def _show_server(server: "Server") -> None:
    out = console()
    out.print(f"\n{server.url}/hello answers with status {server.first.status}:", style="bold green")
    out.print(_essence(server.first.body), markup=False, soft_wrap=True)
    out.print("\nIt stays up until Ctrl-C. What the server says:", style="dim")


def _show_output(text: str) -> None:
    typer.echo(text, nl=False)


def _essence(body: str) -> str:
    """The line of a page that a person looks for: its heading; all of what is short, as JSON is."""
    import re
    from html import unescape

    heading = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.DOTALL)
    return unescape(heading.group(1).strip()) if heading else body.strip()[:500]
