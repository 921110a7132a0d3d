from dataclasses import replace
from pathlib import Path

import pytest

from scaffold import catalog, naming
from scaffold.cells import PROJECT_NAME
from scaffold.model import TEMPLATE, Outcome, Report, Status
from scaffold.report.annotations import SHOWN, annotations
from scaffold.report.places import PACKAGE

from .samples import CONTEXT, HOSTILE, STARTED, TAIL, cells, report

IN = "/tmp/scaffold-smoke-x/pyramid-3.12-locked/Smoke-Test"


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """Templates of one starter, with a hole in a folder's name, and with and without statements."""
    files = {
        "_base/project/.editorconfig": "root = true\n",
        "pyramid/framework.toml": "",
        "pyramid/project/{{ package_name }}/__init__.py": "\n" * 20,
        "pyramid/project/{{ package_name }}/views.py.jinja": "a\nimport {{ package_name }}\nc\n",
        "pyramid/project/tests/test_app.py.jinja": "{% if static %}\nimport os\n{% endif %}\n" + "\n" * 20,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def annotated(problem: str, tail: str | None, templates: Path, *, starter: str = "pyramid") -> str:
    (cell,) = cells((starter,), ("3.12",))
    outcome = Outcome(cell, "serve", "boot", Status.FAILED, problem, tail=tail)
    (line,) = annotations(Report((outcome,), 1.0, CONTEXT, STARTED), templates)
    return line


def place(line: str) -> str:
    """What stands before the title."""
    return line.removeprefix("::error ").split("title=")[0].rstrip(",")


def test_a_traceback_leads_to_the_template_s_own_line_and_not_into_a_library(templates: Path) -> None:
    line = annotated("it does not boot", TAIL, templates)

    assert place(line) == "file=templates/pyramid/project/{{ package_name }}/__init__.py,line=7"
    assert "title=pyramid%3A serve boot::it does not boot (Python 3.12)%0A%0ATraceback (most" in line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        pytest.param(
            f"{IN}/smoke_test/views.py:2: ImportError",
            "{{ package_name }}/views.py.jinja,line=2",
            id="pytest, absolute",
        ),
        pytest.param(
            "smoke_test/views.py:3:8: F401 unused", "{{ package_name }}/views.py.jinja,line=3", id="ruff, relative"
        ),
        pytest.param("  --> smoke_test/views.py:1:1", "{{ package_name }}/views.py.jinja,line=1", id="ruff, arrow"),
        pytest.param("smoke_test/views.py:99: Error", "{{ package_name }}/views.py.jinja", id="no such line"),
        pytest.param("tests/test_app.py:3: assert 1", "tests/test_app.py.jinja", id="statements move the lines"),
    ],
)
def test_each_tool_s_way_to_say_where_is_understood(tail: str, expected: str, templates: Path) -> None:
    assert place(annotated("x", tail, templates)) == f"file=templates/pyramid/project/{expected}"


def test_a_template_that_cannot_be_rendered_is_annotated_where_jinja_says(templates: Path) -> None:
    said = "The template is broken: pyramid, views.py.jinja, line 2: TemplateSyntaxError: unexpected '}'"

    assert place(annotated(said, None, templates)) == (
        "file=templates/pyramid/project/{{ package_name }}/views.py.jinja,line=2"
    )


def test_where_nothing_is_known_the_starter_s_own_file_is_taken(templates: Path) -> None:
    line = annotated("x", f'File "{IN}/.venv/lib/python3.12/site-packages/smoke_test/views.py", line 1', templates)

    assert place(line) == "file=templates/pyramid/framework.toml"


def test_a_template_that_is_not_ours_has_no_file_here(templates: Path) -> None:
    assert annotated("x", TAIL, templates, starter="theirs").startswith("::error title=theirs%3A serve boot::x")


def test_the_ten_worst_come_first_from_all_starters_and_the_others_are_counted(templates: Path) -> None:
    every = cells([f"starter-{number}" for number in range(5)], ("3.11", "3.12"))

    lines = list(annotations(report(every, failing=every), templates))

    assert len(lines) == SHOWN + 1
    assert [line.split("title=")[1].split("%3A")[0] for line in lines[:5]] == [f"starter-{n}" for n in range(5)]
    assert all("serve boot::" in line and "(Python 3.11, 3.12)" in line for line in lines[:5])
    assert all("dev boot::" in line for line in lines[5:10])
    assert lines[10] == "::notice title=scaffold::5 more failures are in the report."


def test_no_text_can_end_an_annotation_or_begin_another(templates: Path) -> None:
    (cell,) = cells(("a,line=1::b",), ("3.12",))
    outcome = Outcome(cell, "serve", "x:y,z%", Status.FAILED, HOSTILE, tail=HOSTILE)

    lines = "\n".join(annotations(Report((outcome,), 1.0), templates)).splitlines()

    assert len(lines) == 1
    assert lines[0].startswith("::error title=a%2Cline=1%3A%3Ab%3A serve x%3Ay%2Cz%25::")
    assert "%0A::error file=x::injected" in lines[0]
    assert "a::b%250A" in lines[0]


def test_a_report_without_failures_has_none(templates: Path) -> None:
    assert list(annotations(report(), templates)) == []


def test_the_hole_in_the_names_of_templates_is_filled_as_smoke_fills_it() -> None:
    assert naming.project(PROJECT_NAME, catalog.frameworks()[0]).package == PACKAGE


def test_a_failing_file_of_every_starter_is_found_in_its_template() -> None:
    folder = catalog.templates_folder()
    for framework in catalog.frameworks():
        tests = sorted((framework.folder / "project").rglob("test_*.py*"))
        rendered = tests[0].relative_to(framework.folder / "project").as_posix().removesuffix(".jinja")
        rendered = rendered.replace("{{ package_name }}", PACKAGE)

        line = annotated("x", f"{rendered}:1: AssertionError", folder, starter=framework.name)

        assert f"file=templates/{tests[0].relative_to(folder).as_posix()}" in replace_escapes(line)


def replace_escapes(line: str) -> str:
    return line.replace("%3A", ":").replace("%2C", ",").replace("%25", "%")


def test_what_failed_alike_on_several_pythons_is_one_annotation(templates: Path) -> None:
    every = cells(("pyramid",), ("3.11", "3.12", "3.13"))
    run = report(every, failing=every)
    run = replace(run, outcomes=tuple(outcome for outcome in run.outcomes if outcome.step == "tests"))

    (line,) = annotations(run, templates)

    assert "(Python 3.11, 3.12, 3.13)" in line


def test_a_template_of_others_with_the_name_of_one_of_ours_is_at_no_file_of_ours(templates: Path) -> None:
    (cell,) = cells(("pyramid",), ("3.12",))
    outcome = Outcome(cell, "serve", "boot", Status.FAILED, "it does not boot", tail=TAIL)

    (line,) = annotations(Report((outcome,), 1.0, {TEMPLATE: "pyramid"}, STARTED), templates)

    assert place(line) == ""
    assert "title=pyramid%3A serve boot::" in line
