"""Which reports of a run are wanted, and where each is to go."""

from dataclasses import dataclass
from pathlib import Path

from scaffold.errors import UsageError

STANDARD_OUTPUT = "-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports are wanted: the file of each, or "-" for standard output."""

    json: str | None = None
    jsonl: str | None = None
    junit: str | None = None
    markdown: str | None = None
    html: str | None = None
    history: str | None = None
    issue: str | None = None
    annotations: bool = False

    @property
    def takes_output(self) -> bool:
        """Whether standard output is for a report, and nothing else may be there."""
        return STANDARD_OUTPUT in self._targets()

    def check(self, *, of_drift: bool = False) -> None:
        """Raise UsageError for what could not be written once all is done."""
        if self.history == STANDARD_OUTPUT:
            raise UsageError("--history needs a file: it adds to what is there.")
        if self._targets().count(STANDARD_OUTPUT) + (self.annotations and self.takes_output) > 1:
            raise UsageError("Standard output can take one report. Give files for the others.")
        for target in self._targets():
            if target == STANDARD_OUTPUT:
                continue
            if not Path(target).resolve().parent.is_dir():
                raise UsageError(f"The report cannot be written to {target}: its folder does not exist.")
            if Path(target).is_dir():
                raise UsageError(f"The report cannot be written to {target}: it is a folder.")
        if self.history is not None:
            from scaffold.report.forms import check_history

            check_history(Path(self.history), of_drifts=of_drift)

    def _targets(self) -> list[str]:
        files = (self.json, self.jsonl, self.junit, self.markdown, self.html, self.history, self.issue)
        return [file for file in files if file is not None]
