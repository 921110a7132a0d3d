"""Frameworks beside each other: what each says of itself, how its starter runs, and its code by role.

Each starter is rendered once, to be looked at only. What was measured is handed through: it may be of another day.
"""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from packaging.utils import canonicalize_name
from rich.syntax import Syntax

from scaffold import build, naming, starter
from scaffold.described import described
from scaffold.environment import sync_command
from scaffold.errors import NameNotAllowedError, ScaffoldError
from scaffold.model import Description, Framework, Measurements, Mode, Project, Role, RunTable
from scaffold.processes import LOOPBACK
from scaffold.render import Renderer, Stage, renderer

NAME = "hello"
# A few starters have an application of the first name beside the project's own package.
_OTHER_NAME = "my-hello"
_PACKAGE = Path(__file__).parent
# Of template languages and files of settings that Pygments does not know, or takes for something else.
_LANGUAGES = {".pt": "html", ".tpl": "html", ".tmpl": "html", ".conf": "ini", ".env": "bash", ".example": "bash"}


@dataclass(frozen=True, slots=True)
class CodeFile:
    """A file of a starter, as rendered."""

    # Below the project, with slashes.
    path: str
    # A short name of a lexer of Pygments; "text" where there is none.
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the frameworks that are compared."""

    description: Description
    # Roles that no file plays are absent.
    code: Mapping[Role, tuple[CodeFile, ...]]
    # Shell lines: install, develop, serve, test.
    commands: Mapping[str, str]

    @property
    def framework(self) -> Framework:
        return self.description.framework


@dataclass(frozen=True, slots=True)
class Comparison:
    """Some frameworks, in the order in which they were asked for."""

    sides: tuple[Side, ...]
    # None: nothing was measured.
    measurements: Measurements | None


async def compare(frameworks: Sequence[Framework], measurements: Measurements | None) -> Comparison:
    """Render the starter of each framework; raises ScaffoldError where one is not described, RenderError."""
    descriptions = [described(framework) for framework in frameworks]
    async with renderer() as worker:
        return Comparison(tuple([await _side(worker, each) for each in descriptions]), measurements)


def with_descriptions(frameworks: Sequence[Framework]) -> tuple[list[Framework], list[str]]:
    """The frameworks that can be compared, and a sentence for each of the others."""
    known: list[Framework] = []
    problems: list[str] = []
    for framework in frameworks:
        try:
            described(framework)
            known.append(framework)
        except ScaffoldError as error:
            problems.append(f"{framework.title} is left out, for it has no description that can be used: {error}")
    return known, problems


def last_measurements() -> Path | None:
    """The measurements that come with scaffold: inside the package when it was installed, in docs/ in a checkout."""
    places = (_PACKAGE / "comparison.jsonl", _PACKAGE.parent.parent / "docs" / "comparison.jsonl")
    return next((place for place in places if place.is_file()), None)


def measured_release(framework: Framework, measurements: Measurements | None) -> str | None:
    """Which release of a framework was measured; None where it is not known."""
    if framework.distribution is None or measurements is None:
        return None
    lines = (measurements.freezes or {}).get(framework.name, ())
    installed = {canonicalize_name(name): release for name, _, release in (line.partition("==") for line in lines)}
    return installed.get(canonicalize_name(framework.distribution))


async def _side(worker: Renderer, description: Description) -> Side:
    framework = description.framework
    project = _project(framework)
    async with build.stage(worker, framework, project, beside=None) as stage:
        return Side(
            description,
            {
                role: tuple(_file(stage, path.replace("{package}", project.package), framework) for path in paths)
                for role, paths in description.roles.items()
            },
            _commands(starter.load(stage.project).table),
        )


def _project(framework: Framework) -> Project:
    try:
        return naming.project(NAME, framework)
    except NameNotAllowedError:
        return naming.project(_OTHER_NAME, framework)


def _file(stage: Stage, path: str, framework: Framework) -> CodeFile:
    if path not in {file.path for file in stage.files}:
        raise ScaffoldError(
            f"{framework.folder / 'framework.toml'} is not right for comparisons: the starter has no {path!a}. "
            "templates/README.md says what is in it."
        )
    text = (stage.project / path).read_text(encoding="utf-8", errors="replace")
    return CodeFile(path, _language(path, text), text)


def _language(path: str, text: str) -> str:
    known = _LANGUAGES.get(PurePosixPath(path).suffix)
    guessed = known or Syntax.guess_lexer(path, text)
    # What Rich calls it, Pygments has no lexer for.
    return "text" if guessed == "default" else guessed


def _commands(table: RunTable) -> dict[str, str]:
    install = [shlex.join(sync_command()), *(_in_environment(command) for command in table.setup)]
    return {
        "install": " && ".join(install),
        "develop": _in_environment(starter.filled(table.command(Mode.DEV), LOOPBACK, starter.PORT)),
        "serve": _in_environment(starter.filled(table.command(Mode.SERVE), LOOPBACK, starter.PORT)),
        "test": _in_environment(["pytest"]),
    }


def _in_environment(command: Sequence[str]) -> str:
    return shlex.join(["uv", "run", *command])
