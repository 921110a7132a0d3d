"""The commands that a starter's README gives, held against those that `scaffold smoke` and its tests run."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from scaffold.model import Mode, Starter
from scaffold.starter import PORT, filled

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class ReadmeCommands:
    """What a README gives beyond what smoke runs, and what smoke runs that it does not give."""

    more: list[str]
    missing: list[str]


def lines_of(readme: Path) -> list[str]:
    """The command lines in the console blocks of a README, without their prompt."""
    lines = [line for block in _BLOCK.findall(readme.read_text()) for line in block.splitlines()]
    assert all(line.startswith("$ ") for line in lines), "every line of a console block is a command after '$ '"
    return [line.removeprefix("$ ") for line in lines]


def expected_of(project: Starter) -> dict[tuple[str, ...], str]:
    """The commands that smoke runs for a starter, as words, each with the line that a person would type."""
    table = project.table
    commands = [
        ("uv", "sync"),
        *(("uv", "run", *command) for command in table.setup),
        *(("uv", "run", *filled(table.command(mode), "127.0.0.1", PORT)) for mode in Mode),
        ("uv", "run", "pytest"),
        ("uv", "run", "ruff", "check"),
        ("uv", "run", "ruff", "format", "--check"),
        ("curl", f"http://127.0.0.1:{PORT}/hello"),
        ("curl", f"http://127.0.0.1:{PORT}/hello?name=Ada"),
    ]
    return {command: shlex.join(command) for command in commands}


def commands_of(project: Starter) -> ReadmeCommands:
    expected = expected_of(project)
    given = {tuple(shlex.split(line)): line for line in lines_of(project.path / "README.md")}
    return ReadmeCommands(
        more=[line for words, line in given.items() if words not in expected],
        missing=[line for words, line in expected.items() if words not in given],
    )
