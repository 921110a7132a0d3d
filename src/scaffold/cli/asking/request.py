"""What stands on a command line of `scaffold new`, and how the same is typed."""

import os
import shlex
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Request:
    """None and False: not given."""

    name: str | None = None
    framework: str | None = None
    destination: Path | None = None
    no_install: bool = False
    no_git: bool = False
    run: bool = False
    latest: bool = False
    python: str | None = None
    dry_run: bool = False
    # A folder that is in use; then there is no destination.
    into: Path | None = None

    def line(self) -> str:
        """One line for a shell that asks for the same without a question."""
        words = ["scaffold", "new", *([self.name] if self.name else [])]
        valued = {
            "--framework": self.framework,
            "--dest": self._elsewhere(),
            "--into": str(self.into) if self.into else None,
            "--python": self.python,
        }
        for option, value in valued.items():
            words += [option, value] if value else []
        flags = {
            "--no-install": self.no_install,
            "--no-git": self.no_git,
            "--latest": self.latest,
            "--run": self.run,
            "--dry-run": self.dry_run,
        }
        words += [option for option, wanted in flags.items() if wanted]
        return shlex.join(words)

    def path(self) -> Path:
        """Where the project goes."""
        return Path(os.path.abspath(self.into or self.destination or self.name or "."))

    def _elsewhere(self) -> str | None:
        """The folder, where it is not the one that is taken anyway."""
        if self.destination is None or self.path() == Path(os.path.abspath(self.name or ".")):
            return None
        return str(self.destination)
