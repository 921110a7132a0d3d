"""What is left to do after an insertion: nothing, or what has to be added to a pyproject.toml that is not ours."""

import shlex
import shutil
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from uv import find_uv_bin

from scaffold import starter
from scaffold.destinations import shortest
from scaffold.environment import Fit, fit, sync_command
from scaffold.errors import ScaffoldError
from scaffold.holding import HeldFolder
from scaffold.inserting.comparing import Comparison
from scaffold.inserting.parts import Insertion
from scaffold.model import Mode, RunTable
from scaffold.processes import LOOPBACK

PROJECT, LOCK = "pyproject.toml", "uv.lock"


@dataclass(frozen=True, slots=True)
class Remaining:
    """What stands between the files and a running development server."""

    path: Path
    table: RunTable
    # Whether what will be there says how it is installed: its pyproject.toml is ours, or has [tool.scaffold].
    installable: bool
    # The lock that is there is not that of our pyproject.toml.
    other_lock: bool = False
    # What their pyproject.toml does not name yet.
    dependencies: tuple[str, ...] = ()
    development: tuple[str, ...] = ()

    def next_steps(self, *, installed: bool) -> tuple[str, ...]:
        """The shell lines from the current folder to a running development server."""
        steps = [] if self.path == Path.cwd() else [["cd", shortest(self.path)]]
        if self.dependencies:
            steps.append(["uv", "add", *self.dependencies])
        if self.development:
            steps.append(["uv", "add", "--dev", *self.development])
        if not installed:
            if self.other_lock or (self.installable and fit(self.path) is Fit.OTHER):
                steps.append(["uv", "lock"])
            # `uv add` installs as well.
            if not self.dependencies and not self.development:
                steps.append(list(sync_command()))
            steps += [["uv", "run", *command] for command in self.table.setup]
        steps.append(["uv", "run", *starter.filled(self.table.command(Mode.DEV), LOOPBACK, starter.PORT)])
        uv = "uv" if shutil.which("uv") else find_uv_bin()
        return tuple(shlex.join([uv, *step[1:]] if step[0] == "uv" else step) for step in steps)


def remaining(folder: HeldFolder, insertion: Insertion, comparison: Comparison, written: Collection[str]) -> Remaining:
    """What will be left once the paths in `written` are; looked at before they are written."""
    ours = {*written, *(part.path for part in comparison.same)}
    if PROJECT in ours:
        other_lock = LOCK not in ours
        return Remaining(folder.path, insertion.table, installable=not other_lock, other_lock=other_lock)
    theirs = _table_of(folder.path / PROJECT)
    wanted = tomllib.loads(insertion.text(PROJECT))
    return Remaining(
        folder.path,
        insertion.table,
        installable=_is_starter(folder.path),
        dependencies=_missing(_runtime(wanted), _runtime(theirs)),
        development=_missing(_dev(wanted), [*_runtime(theirs), *_dev(theirs)]),
    )


def _is_starter(path: Path) -> bool:
    try:
        starter.load(path)
    except (ScaffoldError, OSError):
        return False
    return True


def _table_of(file: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _runtime(project: Mapping[str, object]) -> list[str]:
    return _texts(_below(project, "project").get("dependencies"))


def _dev(project: Mapping[str, object]) -> list[str]:
    return _texts(_below(project, "dependency-groups").get("dev"))


def _below(table: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = table.get(key)
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _missing(wanted: Sequence[str], there: Sequence[str]) -> tuple[str, ...]:
    """The requirements whose distribution is not named yet; whether its version would do is for uv to say."""
    named = {_name(text) for text in there}
    return tuple(text for text in wanted if _name(text) not in named)


def _name(requirement: str) -> str:
    try:
        return canonicalize_name(Requirement(requirement).name)
    except InvalidRequirement:
        return requirement
