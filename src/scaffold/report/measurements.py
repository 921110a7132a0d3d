"""Measurements as JSON Lines: written as they come, and read back; also as one JSON document.

A record for the beginning, one for each finding, one for the end; docs/measurements.schema.json describes them. Whoever
is killed leaves no end: what was found until then is there.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TextIO

from scaffold import schemas
from scaffold.measuring import Finding, Freeze
from scaffold.model import Figure, Measurements, NotMeasured, Proof, ProvenTrait
from scaffold.report.records import Lines, Record, as_list, as_number, as_table, parsed, read_lines, records_in

FIRST = "begin"


class Recorder:
    """Takes down a run; its callbacks are those of `measure`. Into a file as it goes, where there is one."""

    def __init__(self, file: TextIO | None = None) -> None:
        self._lines = Lines(file)

    @property
    def problem(self) -> OSError | None:
        """Why the file is not complete."""
        return self._lines.problem

    @property
    def lines(self) -> Sequence[str]:
        return self._lines.written

    def began(self, beginning: Measurements) -> None:
        self._lines.write({"record": FIRST, **_beginning(beginning)})

    def found(self, finding: Finding) -> None:
        self._lines.write(_record(finding))

    def ended(self) -> None:
        self._lines.write({"record": "end"})


def write_measurements(measurements: Measurements, path: Path) -> None:
    """Write measurements as `scaffold measure --jsonl` does. Raises OSError."""
    with path.open("w", encoding="utf-8") as file:
        recorder = Recorder(file)
        recorder.began(measurements)
        for finding in _findings(measurements):
            recorder.found(finding)
        recorder.ended()
    if recorder.problem is not None:
        raise recorder.problem


def read_measurements(path: Path) -> Measurements:
    """What `scaffold measure --jsonl` wrote, all of it or as far as it came. Raises UsageError."""
    return measurements_of(read_lines(path), name=str(path))


def measurements_of(lines: Iterable[str], *, name: str) -> Measurements:
    """The same of lines that were read. Raises UsageError."""
    return parsed(records_in(list(lines), name), _measurements, first=FIRST, schema=schemas.MEASUREMENTS, name=name)


def as_json(measurements: Measurements) -> dict[str, object]:
    """All as one document: each kind of finding is a list of what its record has."""
    document = _beginning(measurements)
    for key, kind in (("figures", Figure), ("not_measured", NotMeasured), ("freezes", Freeze), ("traits", ProvenTrait)):
        records = [_record(each) for each in _findings(measurements) if isinstance(each, kind)]
        document[key] = [{name: value for name, value in each.items() if name != "record"} for each in records]
    return document


def _beginning(measurements: Measurements) -> dict[str, object]:
    return {
        "schema": schemas.MEASUREMENTS,
        "started": measurements.started.isoformat(timespec="milliseconds"),
        "machine": dict(measurements.machine),
        "versions": dict(measurements.versions),
        "command": measurements.command,
    }


def _findings(measurements: Measurements) -> list[Finding]:
    freezes = [Freeze(name, packages) for name, packages in (measurements.freezes or {}).items()]
    return [*freezes, *measurements.figures, *measurements.not_measured, *measurements.traits]


def _record(finding: Finding) -> Record:
    match finding:
        case Figure():
            return {
                "record": "figure",
                "framework": finding.framework,
                "name": finding.name,
                "unit": finding.unit,
                "values": list(finding.values),
                "median": round(finding.median, 2),
                "low": finding.low,
                "high": finding.high,
                "spread": list(finding.spread),
                "command": finding.command,
            }
        case NotMeasured():
            return {
                "record": "not measured",
                "framework": finding.framework,
                "name": finding.name,
                "reason": finding.reason,
            }
        case Freeze():
            return {"record": "freeze", "framework": finding.framework, "packages": list(finding.packages)}
        case ProvenTrait():
            return {
                "record": "trait",
                "framework": finding.framework,
                "trait": finding.trait,
                "proof": str(finding.proof),
                "detail": finding.detail,
            }


def _measurements(begin: Record, records: Sequence[Record]) -> Measurements:
    def of(kind: str) -> list[Record]:
        return [record for record in records if record.get("record") == kind]

    return Measurements(
        started=datetime.fromisoformat(str(begin["started"])),
        machine=_texts(begin["machine"]),
        versions=_texts(begin["versions"]),
        figures=tuple(_figure(each) for each in of("figure")),
        not_measured=tuple(
            NotMeasured(str(each["framework"]), str(each["name"]), str(each["reason"])) for each in of("not measured")
        ),
        freezes={str(each["framework"]): tuple(map(str, as_list(each["packages"]))) for each in of("freeze")},
        traits=tuple(
            ProvenTrait(str(each["framework"]), str(each["trait"]), Proof(str(each["proof"])), str(each["detail"]))
            for each in of("trait")
        ),
        command=str(begin.get("command", "")),
    )


def _figure(record: Record) -> Figure:
    # Median, low and high are there for who reads the file, and follow from the values.
    values = tuple(as_number(each) for each in as_list(record["values"]))
    if not values:
        raise ValueError("a figure has no values")
    low, high = [as_number(each) for each in as_list(record.get("spread", [min(values), max(values)]))]
    return Figure(
        str(record["framework"]),
        str(record["name"]),
        str(record["unit"]),
        values,
        str(record["command"]),
        expected=(low, high),
    )


def _texts(value: object) -> dict[str, str]:
    return {str(name): str(text) for name, text in as_table(value).items()}
