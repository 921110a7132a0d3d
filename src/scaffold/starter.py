"""How a project says that it runs: `[tool.scaffold]` in its pyproject.toml."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from scaffold.errors import UsageError
from scaffold.model import Response, RunTable, Starter

# Where a project is served unless another port is asked for; its README says so too.
PORT = 8000


def load(folder: Path) -> Starter:
    """Read the starter in a folder; raises UsageError where there is none or where its table is not right."""
    file = folder / "pyproject.toml"
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UsageError(
            f"There is no project in {folder}: it has no pyproject.toml. Give the folder of a project."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}.") from error
    table = data.get("tool", {}).get("scaffold")
    if table is None:
        raise UsageError(
            f"{file} has no table [tool.scaffold], so nothing says how the project is started. "
            "docs/contract.md shows what to write there."
        )
    try:
        return Starter(path=folder, table=_run_table(table))
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"[tool.scaffold] in {file} is not right: {_problem(error)}.") from error


def filled(command: Sequence[str], host: str, port: int) -> list[str]:
    """A server's command with the address in its place."""
    return [word.replace("{host}", host).replace("{port}", str(port)) for word in command]


def _run_table(table: dict[str, object]) -> RunTable:
    setup = table.get("setup", [])
    if not isinstance(setup, list):
        raise TypeError("'setup' is not a list of commands")
    return RunTable(
        framework=_text(table, "framework"),
        version=_text(table, "version"),
        response=Response(_text(table, "response")),
        dev=_words(table["dev"], "dev"),
        serve=_words(table["serve"], "serve"),
        setup=tuple(_words(command, "setup") for command in setup),
        documentation=_optional(table, "documentation"),
        static=_optional(table, "static"),
        secret=_optional(table, "secret"),
    )


def _words(value: object, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(word, str) for word in value):
        raise TypeError(f"'{key}' is not a command as a list of words")
    return tuple(value)


def _text(table: dict[str, object], key: str) -> str:
    value = table[key]
    if not isinstance(value, str):
        raise TypeError(f"'{key}' is not a text")
    return value


def _optional(table: dict[str, object], key: str) -> str | None:
    return _text(table, key) if key in table else None


def _problem(error: Exception) -> str:
    return f"the key {error} is missing" if isinstance(error, KeyError) else str(error)
