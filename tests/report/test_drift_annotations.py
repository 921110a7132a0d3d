from dataclasses import replace
from pathlib import Path

import pytest

from scaffold import catalog
from scaffold.model import Culprit, Drift, Release, Verdict, Warned
from scaffold.report.annotations import SHOWN
from scaffold.report.drift.annotations import annotations
from scaffold.report.places import place_of_package

from .drift_samples import CHANGES, WARNED, cell, drift_report, failing, failure, one_of_each
from .samples import HOSTILE
from .test_annotations import place

PYPROJECT = """[project]
dependencies = [
    "pyramid>=2.0",
    "Python_DotEnv[cli] >=1.1",
]
"""
LOCK = """version = 1

[[package]]
name = "pyramid"

[[package]]
name = "setuptools"
dependencies = [
    { name = "webob" },
]

[[package]]
name = "webob"
"""


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    for name, text in {
        "_base/project/.editorconfig": "",
        "pyramid/framework.toml": 'title = "Pyramid"\n\n[expected_failure]\nreason = "x"\n',
        "pyramid/project/pyproject.toml.jinja": PYPROJECT,
        "pyramid/project/uv.lock.jinja": LOCK,
        "pyramid/project/{{ package_name }}/__init__.py": "\n" * 20,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def annotated(drift: Drift, templates: Path) -> str:
    (line,) = annotations(drift_report((drift,)), templates)
    return line


def blaming(package: str) -> Drift:
    return replace(failing(), culprits=(Culprit(Release(package, "2.0"), None, f"{package}<2.0"),))


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        pytest.param("pyramid", "pyproject.toml.jinja,line=3", id="a requirement"),
        pytest.param("python-dotenv", "pyproject.toml.jinja,line=4", id="by another spelling"),
        pytest.param("webob", "uv.lock.jinja,line=13", id="what a requirement needs"),
        pytest.param("nonesuch", "{{ package_name }}/__init__.py,line=7", id="in neither: where the log leads"),
    ],
)
def test_the_culprit_s_line_of_the_template_is_annotated(package: str, expected: str, templates: Path) -> None:
    line = annotated(blaming(package), templates)

    assert line.startswith("::error ")
    assert place(line) == f"file=templates/pyramid/project/{expected}"
    assert f"title=pyramid%3A fails::First bad release: {package} 2.0, found in 10 tries (Python 3.12)" in line
    assert f"%0AUntil it is mended: {package}<2.0%0AAgain: scaffold drift pyramid" in line
    assert "%0A%0ATraceback (most recent call last):" in line


def test_a_declared_failure_is_annotated_where_it_is_declared(templates: Path) -> None:
    drift = Drift(cell("pyramid"), Verdict.UNEXPECTED_PASS, CHANGES, reason="It does not fail: remove it.")

    line = annotated(drift, templates)

    assert place(line) == "file=templates/pyramid/framework.toml,line=3"
    assert "::It does not fail: remove it. (Python 3.12)" in line


def test_what_warns_anew_is_a_warning_where_the_template_asks_for_it(templates: Path) -> None:
    drift = Drift(
        cell("pyramid"), Verdict.WARNS, CHANGES, (*WARNED[:1], Warned("webob", "UserWarning", "in v3", ("pyramid",)))
    )

    line = annotated(drift, templates)

    assert line.startswith(
        "::warning file=templates/pyramid/project/pyproject.toml.jinja,line=3,title=pyramid%3A warns"
    )
    assert "%0Aclick warns anew: DeprecationWarning" in line


def test_where_the_control_fails_the_log_leads_to_the_template(templates: Path) -> None:
    drift = Drift(cell("pyramid"), Verdict.CONTROL_FAILS, failures=(failure(cell("pyramid")),))

    assert place(annotated(drift, templates)) == "file=templates/pyramid/project/{{ package_name }}/__init__.py,line=7"


def test_what_passes_or_was_not_tried_is_not_annotated(templates: Path) -> None:
    quiet = tuple(drift for drift in one_of_each() if drift.verdict in (Verdict.PASSES, Verdict.NOT_TRIED))

    assert len(quiet) == 2
    assert list(annotations(drift_report(quiet), templates)) == []


def test_the_ten_worst_come_first_and_the_others_are_counted(templates: Path) -> None:
    warns = [Drift(cell(f"w{number}"), Verdict.WARNS, CHANGES, WARNED) for number in range(8)]
    fails = [failing(f"f{number}") for number in range(5)]

    lines = list(annotations(drift_report((*warns, *fails)), templates))

    assert len(lines) == SHOWN + 1
    assert [line.split()[0] for line in lines] == ["::error"] * 5 + ["::warning"] * 5 + ["::notice"]
    assert lines[-1] == "::notice title=scaffold::3 more findings are in the report."


def test_no_text_can_end_an_annotation_or_begin_another(templates: Path) -> None:
    drift = Drift(
        cell("a,line=1::b"),
        Verdict.FAILS,
        warned=(Warned(HOSTILE, HOSTILE, HOSTILE),),
        failures=(failure(cell("a"), HOSTILE, HOSTILE),),
        reason=HOSTILE,
    )

    assert len(annotated(drift, templates).splitlines()) == 1


def test_what_every_starter_asks_for_is_found_in_its_template() -> None:
    folder = catalog.templates_folder()
    for framework in catalog.frameworks():
        found = place_of_package(framework.name, ["pytest"], folder)

        assert found is not None, framework.name
        file, line = found
        assert file is not None
        assert line is not None
        assert '"pytest' in (folder.parent / file).read_text().splitlines()[line - 1]
