"""What documents and workflows show of the command line is there, and what is there is documented: options, codes."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import typer.main
import yaml
from typer.core import TyperGroup

from scaffold import errors
from scaffold.cli import drifting
from scaffold.cli.main import app

ROOT = Path(__file__).parent.parent
COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text()
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "templates" / "README.md",
    *(ROOT / "docs").glob("*.md"),
]
APP = typer.main.get_command(app)
assert isinstance(APP, TyperGroup)
OPTIONS = {
    name: {option for parameter in command.params for option in parameter.opts if option.startswith("-")}
    for name, command in APP.commands.items()
}
# What every command has.
COMMON = {"--help", "-h"}
# Where docs/commands.md sends its reader for the options of a command.
PAGES = {"smoke": ("reports.md", "templates-of-others.md"), "drift": ("drift.md",), "report": ("reports.md",)}
ERRORS: dict[str, type[errors.ScaffoldError]] = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.ScaffoldError)
}
# Ended by a signal, beside those of errors.py.
SIGNALS = {130, 143, 129}


class Line(NamedTuple):
    """A command line of `scaffold`, and where it stands."""

    place: str
    command: str
    words: tuple[str, ...]


def shell_lines(text: str) -> Iterator[str]:
    """The command lines in a shell text, each as one line."""
    for line in text.replace("\\\n", " ").splitlines():
        yield line.strip().removeprefix("$ ")


def texts(value: object) -> Iterator[str]:
    """All texts in a YAML document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


def shell_of(document: Path) -> Iterator[str]:
    """All that a document shows of shell: its blocks, the scripts in its workflows, and its words in backticks."""
    text = document.read_text()
    for kind, block in re.findall(r"^ *```(\w*)\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL):
        if kind == "yaml":
            yield from (line for script in texts(yaml.safe_load(block)) for line in shell_lines(script))
        else:
            yield from shell_lines(block)
    prose = re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from re.findall(r"`([^`\n]+)`", prose)


def lines_in(place: str, shell: Iterator[str]) -> Iterator[Line]:
    for line in shell:
        # Also "$BIN/scaffold", ".venv/bin/scaffold" and "x=$(scaffold ...)"; not a "scaffold" in the middle of a word.
        for found in re.finditer(r"(?<![\w.-])scaffold(?:\"|') (\w+)|(?<![\w.-])scaffold (\w+)", line):
            rest = re.split(r"[|;>)&]| #", line[found.end() :])[0]
            words = shlex.split(rest, posix=False) if rest.count('"') % 2 == 0 == rest.count("'") % 2 else rest.split()
            # "scaffold COMMAND" stands for any.
            if not (found[1] or found[2]).isupper():
                yield Line(place, found[1] or found[2], tuple(words))


def shown() -> list[Line]:
    found = [line for path in DOCUMENTS for line in lines_in(path.relative_to(ROOT).as_posix(), shell_of(path))]
    action = texts(yaml.safe_load((ROOT / "action.yml").read_text()))
    return found + list(lines_in("action.yml", (line for text in action for line in shell_lines(text))))


SHOWN = shown()


def test_the_documents_show_command_lines_of_every_command() -> None:
    assert {line.command for line in SHOWN} >= set(OPTIONS)
    assert {line.place for line in SHOWN} >= {"README.md", "action.yml", "docs/ci.md", "docs/dask.md"}
    assert len([word for line in SHOWN for word in line.words if word.startswith("--")]) > 50


@pytest.mark.parametrize("line", SHOWN, ids=lambda line: f"{line.place}: {line.command} {' '.join(line.words)}")
def test_a_command_line_that_is_shown_has_a_command_and_options_that_there_are(line: Line) -> None:
    given = {word.partition("=")[0].strip("\"'`") for word in line.words if re.match(r"--?[a-z]", word)}

    assert line.command in OPTIONS
    assert given - OPTIONS[line.command] - COMMON == set()


@pytest.mark.parametrize(
    ("command", "option"),
    [(command, option) for command, options in OPTIONS.items() for option in sorted(options - COMMON)],
)
def test_every_option_is_documented_where_the_page_of_the_commands_says(command: str, option: str) -> None:
    section = re.search(rf"^## `scaffold {command}`$(.*?)(?=^## )", COMMANDS_PAGE, re.MULTILINE | re.DOTALL)
    row = re.search(rf"^\| `scaffold {command} .*$|^\| `scaffold {command}`.*$", COMMANDS_PAGE, re.MULTILINE)
    own = [line for line in COMMANDS_PAGE.splitlines() if f"scaffold {command} " in line]
    pages = [(ROOT / "docs" / page).read_text() for page in PAGES.get(command, ())]
    assert row, f"{command} is in the table of the commands"
    assert all(f"]({page}" in COMMANDS_PAGE for page in PAGES.get(command, ()))

    text = "\n".join([*own, section[1] if section else "", *pages])

    assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", text), f"{option} of {command}"


@pytest.mark.parametrize("command", ["new", "smoke"])
def test_every_option_in_the_tables_of_the_page_is_one_of_that_command(command: str) -> None:
    section = re.search(rf"^## `scaffold {command}`$(.*?)(?=^## )", COMMANDS_PAGE, re.MULTILINE | re.DOTALL)
    assert section
    rows = [line.split("|")[1] for line in section[1].splitlines() if line.startswith("| `-")]

    documented = {option for row in rows for option in re.findall(r"(?<![\w-])--?[a-z][\w-]*", row)}

    assert documented
    assert documented <= OPTIONS[command]


def test_the_options_without_a_command_are_documented() -> None:
    options = {option for parameter in APP.params for option in parameter.opts}

    assert [option for option in sorted(options - COMMON) if f"scaffold {option}`" not in COMMANDS_PAGE] == []


def test_the_exit_codes_that_documents_name_are_those_that_there_are() -> None:
    table = {int(code) for row in re.findall(r"^\| ([\d, ]+) \|", COMMANDS_PAGE, re.M) for code in row.split(",")}
    known = {0, drifting.FAILS, drifting.PASSES} | SIGNALS | {kind.exit_code for kind in ERRORS.values()}

    assert table == known
    for path in DOCUMENTS:
        named = re.findall(r"(?:[Ee]xit codes?|[Ee]xit|[Ee]nds with) (\d+)\b(?! s\b)", path.read_text())
        assert {int(code) for code in named} <= known, path


def test_the_tree_of_errors_says_of_each_which_code_it_has() -> None:
    drawn = re.findall(r"^[ │├└─]*(\w+Error) +(\d+)(?: |$)", str(errors.__doc__), re.MULTILINE)

    assert {name: int(code) for name, code in drawn} == {name: kind.exit_code for name, kind in ERRORS.items()}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (errors.UsageError, "wrong usage"),
        (errors.NameNotAllowedError, "a name that cannot be used"),
        (errors.UnknownFrameworkError, "unknown framework"),
        (errors.DestinationError, "the destination cannot be used"),
        (errors.ToolMissingError, "a tool or a Python that is needed is missing"),
        (errors.BrokenInstallationError, "scaffold's own installation is not what was released"),
        (errors.InstallationError, "the network or the installation failed"),
        (errors.NotReachableError, "the network or the installation failed"),
        (errors.RenderError, "a template is broken"),
        (errors.BootError, "a server did not come up"),
    ],
)
def test_what_the_table_says_of_a_code_is_what_the_error_is(kind: type[errors.ScaffoldError], words: str) -> None:
    (row,) = re.findall(rf"^\| {kind.exit_code} \| (.*) \|$", COMMANDS_PAGE, re.MULTILINE)

    assert words in row
