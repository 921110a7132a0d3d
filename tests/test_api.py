import subprocess
import sys
from pathlib import Path

import pytest

import scaffold
from scaffold.errors import ScaffoldError, UnknownFrameworkError, UsageError
from scaffold.model import Status

from .foreign import COMPLETE, COPIER_YML, make_template

pytestmark = pytest.mark.usefixtures("forked_workers")


async def test_a_program_creates_a_project(tmp_path: Path) -> None:
    created = await scaffold.create("My-App", "flask", destination=tmp_path / "app", install=False, git=False)

    assert created.path == tmp_path / "app"
    assert (created.path / "my_app" / "__init__.py").is_file()


async def test_errors_have_one_ancestor(tmp_path: Path) -> None:
    with pytest.raises(UnknownFrameworkError) as error:
        await scaffold.create("app", "nope", destination=tmp_path / "app")

    assert isinstance(error.value, ScaffoldError)


@pytest.mark.slow
async def test_a_program_proves_a_starter() -> None:
    report = await scaffold.smoke(["tornado"])

    assert report.passed
    assert {outcome.status for outcome in report.outcomes} == {Status.PASSED}


@pytest.mark.slow
async def test_a_program_proves_a_template_of_its_own_with_answers_to_its_questions(tmp_path: Path) -> None:
    template = make_template(tmp_path / "mine", files={"docs.txt.jinja": "{{ docs }} {{ database }}"})

    report = await scaffold.smoke_template(template, data={"docs": False, "database": "sqlite"}, servers=["serve"])

    assert report.passed, report.failed
    assert {outcome.cell.starter for outcome in report.outcomes} == {"mine"}
    assert not {outcome.step for outcome in report.outcomes} & {"dev"}


@pytest.mark.slow
async def test_a_program_proves_the_options_of_a_template_in_pairs(tmp_path: Path) -> None:
    breaks = "{% if docs and database == 'sqlite' %}raise ImportError('docs'){% endif %}\n"
    template = make_template(tmp_path / "mine", files={"app.py.jinja": breaks + COMPLETE})
    (template / "project" / "app.py").unlink()

    report = await scaffold.smoke_template(template, pairwise=True, servers=["serve"], data={"migrations": True})

    failed = {cell.options for cell in report.cells() if any(o.status is Status.FAILED for o in report.of(cell))}
    assert len(report.cells()) > 2
    assert failed == {(("database", "sqlite"), ("docs", "true"))}


@pytest.mark.parametrize(
    ("template", "data", "said"),
    [
        ("no/such/folder", {}, "There is no template in no/such/folder"),
        ("mine", {"databse": 1}, "no question 'databse'"),
    ],
    ids=["no template", "no such question"],
)
async def test_what_a_program_cannot_mean_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str, data: dict[str, object], said: str
) -> None:
    make_template(tmp_path / "mine")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UsageError, match=said):
        await scaffold.smoke_template(template, data=data)


@pytest.mark.slow
async def test_the_tasks_of_a_template_run_where_a_program_trusts_it_and_only_there(tmp_path: Path) -> None:
    # Without its task the starter has no application.
    template = make_template(tmp_path / "mine", "_tasks: ['mv later.py app.py']\n" + COPIER_YML, {"later.py": COMPLETE})
    (template / "project" / "app.py").unlink()

    report = await scaffold.smoke_template(template, trust=True, servers=["serve"])

    assert report.passed, report.failed
    with pytest.raises(UsageError, match="The template has tasks"):
        await scaffold.smoke_template(template)


def test_a_program_lists_the_frameworks() -> None:
    assert "flask" in {framework.name for framework in scaffold.frameworks()}


def test_importing_the_package_imports_next_to_nothing() -> None:
    heavy = "copier", "httpx", "typer", "rich", "psutil", "asyncio", "jinja2"

    code = f"import sys, scaffold; print([name for name in {heavy!r} if name in sys.modules])"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
