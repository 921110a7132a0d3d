"""Look at everything at once, each look within a deadline, and none in the way of another."""

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from scaffold import uv_settings
from scaffold.diagnosis.asking import INDEX_SECONDS, Asked, Trouble, ask_index
from scaffold.diagnosis.deadlines import OverdueError, together, within
from scaffold.diagnosis.disk import look_at_folder, look_at_own_cache, look_at_temporary, look_at_uv_cache
from scaffold.diagnosis.findings import Finding, Grade, failed, not_tried, ok, warning
from scaffold.diagnosis.installing import look_at_lock
from scaffold.diagnosis.judging import judge_clock, judge_index
from scaffold.diagnosis.machine import Machine
from scaffold.diagnosis.paths import look_at_path
from scaffold.diagnosis.ports import look_at_port
from scaffold.diagnosis.programs import look_at_command, look_at_git, look_at_python, look_at_system, look_at_uv
from scaffold.diagnosis.remedies import without
from scaffold.diagnosis.variables import look_at_variables
from scaffold.diagnosis.watching import look_at_watches
from scaffold.diagnosis.windows import look_at_windows
from scaffold.processes import inquire
from scaffold.uv_settings import PYPI, Index, UvSettings, shown

# Above what a look allows itself.
LOOK_SECONDS = 10.0
PIP_SECONDS = 3.0

Look = Callable[[Machine], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found on a machine, in the order in which it is told."""

    machine: Machine
    findings: tuple[Finding, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether `scaffold new` and its installation would work."""
        return not self.of(Grade.FAILED)

    def of(self, grade: Grade) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.grade is grade)


def examine(machine: Machine, *, seconds: float = LOOK_SECONDS) -> Diagnosis:
    """Look at the machine. Never raises: a look that fails, or takes too long, is a finding."""
    begun = time.monotonic()
    named = looks(machine)
    works = [partial(_findings, look, machine) for _, look in named]
    findings: list[Finding] = []
    for (about, _), result in zip(named, together(works, seconds=seconds), strict=True):
        if isinstance(result, OverdueError):
            findings.append(warning(about, "no answer", f"It was given up after {seconds:.0f} s: something hangs."))
        elif isinstance(result, Exception):
            what = f"{type(result).__name__}: {result}".rstrip(": ")
            findings.append(not_tried(about, f"it could not be looked at: {what}"))
        else:
            findings.extend(result)
    return Diagnosis(machine, tuple(findings), time.monotonic() - begun)


def looks(machine: Machine) -> list[tuple[str, Look]]:
    """Each look with the word that it goes by where it says nothing itself."""
    settings = uv_settings.read(machine.environ)
    return [
        ("system", look_at_system),
        ("Python", look_at_python),
        ("uv", look_at_uv),
        ("git", look_at_git),
        ("command", look_at_command),
        ("lock", look_at_lock),
        *[("index", partial(look_at_index, index=index, settings=settings)) for index in settings.indexes],
        ("folder", look_at_folder),
        ("temporary", look_at_temporary),
        ("uv's cache", look_at_uv_cache),
        ("own cache", look_at_own_cache),
        ("port", look_at_port),
        ("path", look_at_path),
        ("variables", look_at_variables),
        ("watching", look_at_watches),
        ("windows", look_at_windows),
    ]


def look_at_index(machine: Machine, *, index: Index, settings: UvSettings) -> Iterable[Finding]:
    """An index that uv would ask: the only request over the network; and the clock, against the date of its answer."""
    where = shown(index.url)
    if settings.offline is not None:
        problem = "uv is told to stay offline: it installs only what it has in its cache."
        yield warning("index", f"{where}, not asked ({settings.offline})", problem, without(machine, settings.offline))
        return
    if not index.url.startswith(("http://", "https://")):
        folder = Path(index.url.removeprefix("file://"))
        missing = f"The folder that {index.source} names is not there."
        yield ok("index", where) if folder.is_dir() else failed("index", where, missing, without(machine, index.source))
        return
    try:
        asked = within(INDEX_SECONDS, partial(ask_index, index, settings))
    except OverdueError:
        host = urlsplit(index.url).hostname or where
        asked = Asked(index, host, settings.proxy(index.url), Trouble.TOO_SLOW, seconds=INDEX_SECONDS)
    knows = asked.trouble is not None and index.url == PYPI and _pip_has_an_index()
    yield judge_index(machine, asked, pip_knows=knows)
    if index.default:
        yield judge_clock(machine, asked)


def _pip_has_an_index() -> bool:
    """Whether pip, of the Python that runs scaffold, is set to an index."""
    said = inquire([sys.executable, "-m", "pip", "config", "get", "global.index-url"], seconds=PIP_SECONDS)
    return said.exit_code == 0 and bool(said.output)


def _findings(look: Look, machine: Machine) -> list[Finding]:
    return list(look(machine))
