"""Measurements are written as they come, read back as they were, and fit on a terminal."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from scaffold import schemas
from scaffold.errors import UsageError
from scaffold.measuring import UNITS
from scaffold.model import Figure, Measurements, NotMeasured, Proof, ProvenTrait
from scaffold.report.measured import measured
from scaffold.report.measurements import as_json, measurements_of, read_measurements, write_measurements

SCHEMA = Path(__file__).parents[2] / "docs" / "measurements.schema.json"
MEASURED = Measurements(
    started=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    machine={"processors": "2", "memory": "4 GiB"},
    versions={"scaffold": "0.1.0", "load generator": "wrk 4.1.0"},
    figures=(
        Figure("some", "packages", "packages", (9,), "scaffold measure some --only packages", (9, 9)),
        *(
            Figure("some", name, unit, (1234.5, 1111.0, 1300.2), f"scaffold measure some --only '{name}'", (1050, 1500))
            for name, unit in list(UNITS.items())[1:]
        ),
        Figure("other", "throughput", "requests/s", (90.0, 80.0), "scaffold measure other --only throughput", (70, 99)),
        Figure("other", "throughput minimal", "requests/s", (100.0, 100.0), "scaffold measure other", (100, 100)),
    ),
    not_measured=(NotMeasured("other", "p50", "it broke"), NotMeasured("other", "p99", "it broke")),
    freezes={"some": ("a==1.0", "b-c==2.0")},
    traits=(
        ProvenTrait("some", "interface", Proof.PROVEN, "asked"),
        ProvenTrait("some", "concurrency", Proof.REFUTED, "asked"),
        ProvenTrait("some", "ORM", Proof.DOCUMENTED, "by https://example.org/"),
    ),
    command="scaffold measure some other",
)


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    write_measurements(MEASURED, tmp_path / "m.jsonl")

    assert read_measurements(tmp_path / "m.jsonl") == MEASURED


def test_every_record_is_as_the_published_schema_says(tmp_path: Path) -> None:
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    write_measurements(MEASURED, tmp_path / "m.jsonl")

    records = [json.loads(line) for line in (tmp_path / "m.jsonl").read_text().splitlines()]

    assert {each["record"] for each in records} == {"begin", "figure", "not measured", "freeze", "trait", "end"}
    for record in records:
        validator.validate(record)
        for name in record:
            less = {key: value for key, value in record.items() if key != name}
            assert not validator.is_valid(less), f"{name} may be missing from {less}"


def test_the_schema_knows_every_figure_unit_and_proof_and_the_number_of_the_document() -> None:
    definitions = json.loads(SCHEMA.read_text())["$defs"]

    assert definitions["figure"]["properties"]["name"]["enum"] == list(UNITS)
    assert set(definitions["figure"]["properties"]["unit"]["enum"]) == set(UNITS.values())
    assert set(definitions["trait"]["properties"]["proof"]["enum"]) == set(Proof)
    assert definitions["begin"]["properties"]["schema"]["const"] == schemas.MEASUREMENTS


def test_of_a_run_that_was_killed_there_is_what_was_found_until_then(tmp_path: Path) -> None:
    write_measurements(MEASURED, tmp_path / "m.jsonl")
    lines = (tmp_path / "m.jsonl").read_text().splitlines()

    found = measurements_of([*lines[:4], lines[4][:20]], name="m.jsonl")

    assert found.figures == MEASURED.figures[:2]
    assert (found.not_measured, found.machine) == ((), MEASURED.machine)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("", "does not begin as a report does", id="empty"),
        pytest.param('{"record": "begin", "schema": 2}', "Update scaffold", id="a later schema"),
        pytest.param('{"record": "begin", "schema": 1}', "is no report", id="fields missing"),
    ],
)
def test_a_file_that_is_not_of_this_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "m.jsonl").write_text(text)

    with pytest.raises(UsageError, match=problem):
        read_measurements(tmp_path / "m.jsonl")


def test_the_document_has_all_that_the_lines_have() -> None:
    document = as_json(MEASURED)

    figures = document["figures"]
    assert isinstance(figures, list)
    assert len(figures) == len(MEASURED.figures)
    assert figures[1]["median"] == 1234.5
    assert document["freezes"] == [{"framework": "some", "packages": ["a==1.0", "b-c==2.0"]}]
    assert document["command"] == "scaffold measure some other"


@pytest.mark.parametrize("columns", [80, 140])
def test_the_tables_fit_and_say_units_medians_and_spread(columns: int) -> None:
    file = io.StringIO()

    Console(file=file, width=columns).print(measured(MEASURED))

    shown = file.getvalue()
    assert max(map(len, shown.splitlines())) <= columns
    assert "1,234 [1,050-1,500]" in shown
    assert "…" not in shown
    assert "0.85 [0.80-0.90]" in shown
    assert "not measured  other, p50, p99: it broke." in shown
    assert "some: 1 proven, 1 refuted, 1 documented" in shown
    for unit in UNITS.values():
        assert unit in shown
