"""What the step `security` sees in the files of a project: each judge with a project that it must not let pass."""

from pathlib import Path

import pytest

from scaffold import starter
from scaffold.prove.files import JUDGES, Files, NothingToJudge

from .conftest import TABLE

SECRET = "0123456789abcdef" * 8
GOOD = {
    "pyproject.toml": TABLE,
    ".env": f"SECRET_KEY={SECRET}\nALLOWED_HOSTS=localhost\n",
    ".env.example": "# Long and random.\nSECRET_KEY=\nALLOWED_HOSTS=localhost\n",
    ".gitignore": ".env\nbuild/\n",
    "app.py": "x = 1  # noqa: S105  (no secret)\ny = 2  # noqa: E501\nz = 3  # nosec B101: pytest needs it\n",
    "build/kept-out.py": f"{SECRET} 0.0.0.0  # noqa: S105\n",
    "vendor/.gitignore": "fetched/\n",
    "vendor/fetched/kept-out.py": f"{SECRET} 0.0.0.0  # noqa: S105\n",
    "uv.lock": """
[[package]]
name = "tiny"
source = { virtual = "." }

[[package]]
name = "other"
source = { registry = "https://index.example/simple" }
wheels = [{ url = "https://index.example/other.whl", hash = "sha256:00" }]
""",
}


def files(folder: Path, changed: dict[str, str | None]) -> Files:
    for name, text in (GOOD | changed).items():
        if text is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    return Files(starter.load(folder))


@pytest.mark.parametrize("check", JUDGES)
def test_a_careful_project_has_no_problem(tmp_path: Path, check: str) -> None:
    assert JUDGES[check](files(tmp_path, {})) is None


@pytest.mark.parametrize(
    ("check", "changed", "problem"),
    [
        pytest.param("secret-only-in-env", {"docs/notes.md": SECRET}, "stands in docs/notes.md", id="copied"),
        pytest.param("env-ignored", {".gitignore": "*.log\n"}, "git does not ignore .env", id="not ignored"),
        pytest.param("env-ignored", {".gitignore": ".env\n!.env\n"}, "git does not ignore .env", id="ignored no more"),
        pytest.param("env-example-empty", {".env.example": "API_TOKEN=abc\n"}, "value for API_TOKEN", id="example"),
        pytest.param("secret-long", {".env": "SECRET_KEY=changeme\n"}, "has 8 characters instead of 50", id="short"),
        pytest.param("secret-long", {".env": f"SECRET_KEY={'ab' * 40}\n"}, "is not random", id="not random"),
        pytest.param(
            "debug-off",
            {"pyproject.toml": TABLE.replace('serve = ["python"', 'serve = ["python", "--debug"')},
            "--debug",
            id="debug command",
        ),
        pytest.param("debug-off", {".env": "APP_DEBUG=True\n"}, "switches on APP_DEBUG", id="debug in .env"),
        pytest.param(
            "loopback", {"pyproject.toml": TABLE.replace('"{host}", ', "")}, "on which address it listens", id="no host"
        ),
        pytest.param("loopback", {"app.py": "\nrun('0.0.0.0')\n"}, "app.py:2 listens on every", id="everywhere"),
        pytest.param(
            "loopback",
            {"vendor/.gitignore": "fetched/*\n!fetched/kept-out.py\n"},
            "vendor/fetched/kept-out.py:1 listens",
            id="ignored no more, below",
        ),
        pytest.param(
            "lock-hashes",
            {"uv.lock": GOOD["uv.lock"].replace(', hash = "sha256:00"', "")},
            "no hash",
            id="hash",
        ),
        pytest.param("noqa-explained", {"app.py": "x = 1  # noqa: S105\n"}, "app.py:1 excuses", id="noqa"),
        pytest.param("noqa-explained", {"app.py": "x = 1  # noqa: E501, S105\n"}, "app.py:1 excuses", id="two codes"),
        pytest.param("noqa-explained", {"app.py": "x = 1  # nosec B105\n"}, "app.py:1 excuses", id="nosec"),
    ],
)
def test_what_is_not_careful_is_told_with_its_place(
    tmp_path: Path, check: str, changed: dict[str, str | None], problem: str
) -> None:
    assert problem in str(JUDGES[check](files(tmp_path, changed)))


@pytest.mark.parametrize(
    ("check", "missing"), [("secret-long", ".env"), ("env-example-empty", ".env.example"), ("lock-hashes", "uv.lock")]
)
def test_what_a_project_does_not_have_is_not_judged(tmp_path: Path, check: str, missing: str) -> None:
    with pytest.raises(NothingToJudge, match=missing):
        JUDGES[check](files(tmp_path, {missing: None}))
