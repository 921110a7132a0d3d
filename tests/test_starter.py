from pathlib import Path

import pytest

from scaffold import starter
from scaffold.errors import UsageError
from scaffold.model import Mode, Response

GOOD = """
[tool.scaffold]
framework = "flask"
version = "0.1.0"
response = "html"
setup = [["python", "manage.py", "migrate"]]
dev = ["flask", "run", "--port", "{port}"]
serve = ["gunicorn", "--bind", "{host}:{port}"]
"""


def test_a_table_says_how_a_project_runs(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(GOOD)

    table = starter.load(tmp_path).table

    assert table.response is Response.HTML
    assert table.command(Mode.SERVE) == ("gunicorn", "--bind", "{host}:{port}")
    assert table.setup == (("python", "manage.py", "migrate"),)
    assert table.secret is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("[tool.ruff]\n", "has no table [tool.scaffold]", id="no table"),
        pytest.param("[tool.scaffold\n", "cannot be read", id="not TOML"),
        pytest.param(GOOD.replace("dev =", "develop ="), "the key 'dev' is missing", id="missing key"),
        pytest.param(GOOD.replace('"html"', '"xml"'), "'xml' is not a valid Response", id="response"),
        pytest.param(
            GOOD.replace('["flask", "run", "--port", "{port}"]', '"flask run"'), "'dev' is not a command", id="line"
        ),
        pytest.param(GOOD.replace('[["python", "manage.py", "migrate"]]', '"migrate"'), "'setup' is not", id="setup"),
        pytest.param(GOOD.replace('"0.1.0"', "1"), "'version' is not a text", id="version"),
    ],
)
def test_a_table_that_is_not_right_is_refused_with_the_reason(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)

    with pytest.raises(UsageError, match=r"pyproject\.toml") as refusal:
        starter.load(tmp_path)

    assert problem in str(refusal.value)


def test_a_folder_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"has no pyproject\.toml"):
        starter.load(tmp_path / "nowhere")
