"""A template that is not ours: where it is, what it is told, and what it may use."""

from dataclasses import dataclass, field
from pathlib import Path

from scaffold.model.frameworks import DeclaredException

# Names of questions with their answers as a person types them.
Answers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What fetching and rendering a template may use; more is an outcome and not a wait."""

    # Of the rendered project.
    files: int = 5_000
    megabytes: int = 100
    # Of its repository with all its history.
    repository_megabytes: int = 500
    # Of any file that is written; the kernel's limit, in case that one grows faster than it is looked at.
    file_megabytes: int = 1_000
    # Of one rendering, and of one fetching.
    seconds: float = 60.0
    fetch_seconds: float = 300.0
    # Of address space; not where the template is trusted, because what its tasks start would inherit it.
    memory_megabytes: int = 1_024


@dataclass(frozen=True, slots=True)
class ForeignTemplate:
    """Somebody's Copier template, and one way to answer its questions."""

    # What it is called in reports.
    name: str
    # The absolute path of a folder or bundle, or an address as Copier takes it.
    source: str
    # A tag, branch or commit; None: what Copier takes by itself, the newest version.
    ref: str | None = None
    # What was asked for with --data.
    data: Answers = ()
    # What this row of the matrix chooses.
    options: Answers = ()
    # Whether its tasks, migrations and Jinja extensions may run.
    trusted: bool = False
    limits: Limits = Limits()
    # Once it is fetched: the address that git knows and a copy of the repository; None for what is on this machine.
    url: str | None = None
    mirror: Path | None = None
    # Where another machine has rendered it: the project, as `foreign.packed` gives it.
    rendered: bytes | None = field(default=None, repr=False)

    @property
    def exceptions(self) -> tuple[DeclaredException, ...]:
        """None: what a foreign template cannot keep, it does not keep."""
        return ()
