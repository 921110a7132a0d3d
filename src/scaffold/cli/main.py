"""The command `scaffold`: its commands put together, and every error shown as one sentence."""

import os
import sys
from typing import Annotated, NoReturn

import typer

from scaffold.cli import (
    comparing,
    creating,
    doctoring,
    drifting,
    looking,
    proving,
    recommending,
    reporting,
    running,
    undoing,
)
from scaffold.cli.commands import Group
from scaffold.errors import ScaffoldError
from scaffold.version import VERSION

INTERRUPTED = 130
BROKEN_PIPE = 141

app = typer.Typer(
    name="scaffold",
    cls=Group,
    help="Make starters for Python web frameworks, and prove that they run.",
    epilog="Example: scaffold new myapp --framework FRAMEWORK --run",
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
creating.add_to(app)
undoing.add_to(app)
looking.add_to(app)
recommending.add_to(app)
comparing.add_to(app)
running.add_to(app)
proving.add_to(app)
drifting.add_to(app)
reporting.add_to(app)
doctoring.add_to(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"scaffold {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Make starters for Python web frameworks, and prove that they run."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    try:
        result = app(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(result if isinstance(result, int) else 0)
    except ScaffoldError as error:
        _fail(str(error), error.exit_code)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        where = f" See: {context.command_path} --help" if context is not None else ""
        message = error.format_message()
        _fail(f"{message if message.endswith(('.', '?')) else message + '.'}{where}", error.exit_code)
    except typer.Exit as end:
        sys.exit(end.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        _fail("Interrupted.", INTERRUPTED)
    except BrokenPipeError:
        # See `terminal.nobody_reads`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(BROKEN_PIPE)
    except OSError as error:
        # What the system refuses at a place where nobody thought of it.
        where = f" {error.filename}" if error.filename else ""
        _fail(f"The system refused it: {error.strerror or error}{where}.", ScaffoldError.exit_code)


def _fail(message: str, exit_code: int) -> NoReturn:
    # Names that others chose stand in it: nothing that moves a cursor, and nothing that cannot be encoded.
    shown = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in message)
    typer.echo(f"scaffold: {shown}", err=True)
    sys.exit(exit_code)
