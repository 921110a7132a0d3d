import subprocess
import sys
from pathlib import Path

import pytest

import scaffold
from scaffold.errors import ScaffoldError, UnknownFrameworkError
from scaffold.model import Status


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


def test_a_program_lists_the_frameworks() -> None:
    assert "flask" in {framework.name for framework in scaffold.frameworks()}


def test_importing_the_package_imports_next_to_nothing() -> None:
    heavy = "copier", "httpx", "typer", "rich", "psutil", "asyncio", "jinja2"

    code = f"import sys, scaffold; print([name for name in {heavy!r} if name in sys.modules])"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
