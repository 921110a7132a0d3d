"""What stands below the page: with which command, when and with which versions each figure was measured."""

from collections.abc import Sequence
from dataclasses import dataclass

from scaffold.comparing import Side, measured_release
from scaffold.model import Measurements


@dataclass(frozen=True, slots=True)
class Note:
    """One command, and what it measured."""

    number: int
    side: Side
    command: str
    # Of the framework: "3.1.3"; None where its starter installs no distribution of it.
    version: str | None
    # All that is installed to run the starter.
    freeze: Sequence[str]


def notes(sides: Sequence[Side], measurements: Measurements) -> list[Note]:
    """One for each framework and command."""
    wanted = {side.description.framework.name: side for side in sides}
    commands = dict.fromkeys(
        (figure.framework, figure.command) for figure in measurements.figures if figure.framework in wanted
    )
    freezes = measurements.freezes or {}
    # By framework, as they stand on the page: which came first in a run has no meaning.
    ordered = sorted(commands, key=lambda each: list(wanted).index(each[0]))
    return [
        Note(
            number, wanted[name], command, measured_release(wanted[name].framework, measurements), freezes.get(name, ())
        )
        for number, (name, command) in enumerate(ordered, start=1)
    ]
