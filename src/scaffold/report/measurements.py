"""What was measured, read from JSON Lines: a record for the beginning, one for each figure, trait and freeze."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from scaffold import schemas
from scaffold.model import Figure, Measurements, NotMeasured, Proof, ProvenTrait
from scaffold.report.records import Record, as_list, as_number, as_table, parsed, read_lines, records_in


def read_measurements(path: Path) -> Measurements:
    """The measurements of a file. Kinds of records that are not known here are passed over. Raises UsageError."""
    name = str(path)
    return parsed(
        records_in(read_lines(path), name), _measurements, first="begin", schema=schemas.MEASUREMENTS, name=name
    )


def _measurements(begin: Record, records: Sequence[Record]) -> Measurements:
    def all_of(kind: str) -> list[Record]:
        return [record for record in records if record.get("record") == kind]

    return Measurements(
        started=datetime.fromisoformat(str(begin["started"])),
        machine=_texts(begin["machine"]),
        versions=_texts(begin["versions"]),
        figures=tuple(_figure(record) for record in all_of("figure")),
        not_measured=tuple(
            NotMeasured(str(record["framework"]), str(record["name"]), str(record["reason"]))
            for record in all_of("not measured")
        ),
        freezes={
            str(record["framework"]): tuple(str(each) for each in as_list(record["packages"]))
            for record in all_of("freeze")
        },
        traits=tuple(
            ProvenTrait(
                str(record["framework"]), str(record["trait"]), Proof(str(record["proof"])), str(record["detail"])
            )
            for record in all_of("trait")
        ),
    )


def _figure(record: Record) -> Figure:
    values = tuple(as_number(value) for value in as_list(record["values"]))
    if not values:
        raise ValueError("a figure has no values")
    return Figure(str(record["framework"]), str(record["name"]), str(record["unit"]), values, str(record["command"]))


def _texts(value: object) -> dict[str, str]:
    return {str(name): str(text) for name, text in as_table(value).items()}
