"""Every folder under templates/: what must hold before anything is installed."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from packaging.utils import canonicalize_name

from scaffold import build, catalog, contract, naming, starter
from scaffold.model import Framework, Upkeep
from scaffold.render import Renderer, renderer
from scaffold.version import VERSION

from .readme import commands_of

FRAMEWORKS = catalog.frameworks()
KINDS = {"full-stack", "micro", "asynchronous", "api"}
NAMES = ("My-App", "x", "Long-" + "x" * 54 + "-Name")

pytestmark = pytest.mark.asyncio(loop_scope="module")
each_framework = pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda framework: framework.name)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def worker() -> AsyncIterator[Renderer]:
    async with renderer() as running:
        yield running


async def render(worker: Renderer, framework: Framework, name: str, destination: Path) -> Path:
    project = naming.project(name, framework)
    async with build.stage(worker, framework, project, beside=destination) as stage:
        stage.publish(destination)
    return destination


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def named(worker: Renderer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each of NAMES a folder with the starter of every framework under that name; to be read only."""
    folders = {name: tmp_path_factory.mktemp("named") for name in NAMES}
    for name, folder in folders.items():
        for framework in FRAMEWORKS:
            await render(worker, framework, name, folder / framework.name)
    return folders


@pytest.fixture(scope="module")
def my_apps(named: dict[str, Path]) -> dict[str, Path]:
    """The starter of each framework for the name My-App; to be read only."""
    return {framework.name: named["My-App"] / framework.name for framework in FRAMEWORKS}


def texts(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@each_framework
async def test_the_metadata_holds_against_the_starter(my_apps: dict[str, Path], framework: Framework) -> None:
    project = my_apps[framework.name]

    table = starter.load(project).table

    assert framework.kind in KINDS
    assert (table.framework, table.version) == (framework.name, VERSION)
    assert table.response is framework.response
    assert table.documentation == framework.documentation
    assert table.secret == "SECRET_KEY"  # noqa: S105  (the name of a variable)
    assert {exception.check for exception in framework.exceptions} <= contract.check_names()
    assert all(exception.reason for exception in framework.exceptions)


@each_framework
async def test_its_health_is_what_its_last_release_says(framework: Framework) -> None:
    health = framework.health

    age = framework.verified.date - health.released
    assert age.days >= 0
    if health.status is Upkeep.ACTIVE:
        assert age.days <= 366, "no release for a year: quiet or unmaintained"
    if health.status is Upkeep.UNMAINTAINED:
        assert health.instead, "what to take instead"
    assert set(health.instead) <= set(catalog.names()) - {framework.name}
    assert all(catalog.framework(other).health.status is not Upkeep.UNMAINTAINED for other in health.instead)
    assert framework.footprint.packages >= 1
    assert framework.footprint.megabytes > 0


@each_framework
async def test_the_lock_holds_the_verified_version_with_hashes(my_apps: dict[str, Path], framework: Framework) -> None:
    project = my_apps[framework.name]

    packages = tomllib.loads((project / "uv.lock").read_text())["package"]

    if framework.distribution is None:
        # On no index: what obtains it says which version.
        assert any(framework.verified.version.encode() in text for text in texts(project).values())
    else:
        own = canonicalize_name(framework.distribution)
        assert framework.verified.version in {package["version"] for package in packages if package["name"] == own}
    assert "my-app" in {package["name"] for package in packages}
    for package in packages:
        source = package["source"]
        assert source in ({"registry": "https://pypi.org/simple"}, {"virtual": "."}, {"editable": "."})
        assert all(file["hash"].startswith("sha256:") for file in package.get("wheels", []))


@each_framework
async def test_the_starter_has_what_every_starter_has(my_apps: dict[str, Path], framework: Framework) -> None:
    project = my_apps[framework.name]
    settings = tomllib.loads((project / "pyproject.toml").read_text())

    for name in (
        ".gitignore",
        ".editorconfig",
        "AGENTS.md",
        "SECURITY.md",
        "README.md",
        ".env",
        ".env.example",
        "uv.lock",
    ):
        assert (project / name).exists(), name
    assert settings["project"]["requires-python"] == ">=3.11"
    assert all(re.search(">=|==", requirement) for requirement in settings["project"]["dependencies"])
    assert settings["tool"]["pytest"]["ini_options"]["filterwarnings"][0] == "error"
    assert {"B", "I", "S", "UP"} <= set(settings["tool"]["ruff"]["lint"]["extend-select"])


@each_framework
async def test_it_is_rendered_twice_to_the_same_bytes_but_for_the_secret(
    worker: Renderer, my_apps: dict[str, Path], framework: Framework, tmp_path: Path
) -> None:
    first = texts(my_apps[framework.name])
    second = texts(await render(worker, framework, "My-App", tmp_path / "second"))

    assert {name for name in first if first[name] != second[name]} == {".env"}
    assert first.keys() == second.keys()


@each_framework
async def test_the_secret_is_long_fresh_and_only_where_git_does_not_look(
    my_apps: dict[str, Path], framework: Framework
) -> None:
    project = my_apps[framework.name]

    secret = re.search(r"^SECRET_KEY=(.+)$", (project / ".env").read_text(), re.MULTILINE)

    assert secret is not None
    assert len(secret.group(1)) >= 50
    assert re.search(r"^SECRET_KEY=$", (project / ".env.example").read_text(), re.MULTILINE)
    assert ".env" in (project / ".gitignore").read_text().splitlines()
    holders = {name for name, text in texts(project).items() if secret.group(1).encode() in text}
    assert holders == {".env"}


@each_framework
async def test_what_is_said_of_its_security_has_a_test_or_a_reason(
    my_apps: dict[str, Path], framework: Framework
) -> None:
    items = {item.number for item in contract.ITEMS}
    tests = b"".join(text for name, text in texts(my_apps[framework.name]).items() if "test_" in name)

    assert {item for item, _ in (*framework.secured, *framework.unsecured)} <= items
    for _, test in framework.secured:
        assert re.search(rf"def {test}\(".encode(), tests), test
    assert all(reason.endswith(".") for _, reason in framework.unsecured)


async def test_bandit_finds_nothing_in_any_starter_but_what_has_its_reason(my_apps: dict[str, Path]) -> None:
    # Not in tests, which are made of asserts.
    bandit = subprocess.run(
        [
            sys.executable,
            "-m",
            "bandit",
            "-q",
            "-r",
            *my_apps.values(),
            "-f",
            "json",
            "-x",
            "*/tests/*,*/test/*,*/test_*.py",
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    found = [each for each in json.loads(bandit.stdout)["results"] if not _has_its_reason(each)]
    assert [f"{each['filename']}:{each['line_number']}: {each['issue_text']}" for each in found] == []


# Files in which bandit's findings are known, each with the reason.
BANDIT_EXCUSED = {
    # It runs git, found on the user's PATH, on purpose; the starter's pyproject.toml says so to ruff.
    "web2py/obtain.py": {"B404", "B603"},
    # An argument "password" that is empty, so that there is no administration.
    "web2py/web2py.py": {"B106"},
}


def _has_its_reason(finding: dict[str, Any]) -> bool:
    """Whether it is excused here, or ruff, whose rules S are bandit's, was told so in one of the lines."""
    if finding["test_id"] in BANDIT_EXCUSED.get("/".join(Path(finding["filename"]).parts[-2:]), ()):
        return True
    lines = Path(finding["filename"]).read_text().splitlines()
    return any(re.search(r"# noqa:.*\bS\d{3}\b", lines[number - 1]) for number in finding["line_range"])


@each_framework
async def test_nothing_of_the_template_is_left_in_a_starter(named: dict[str, Path], framework: Framework) -> None:
    for name in NAMES:
        for path, text in texts(named[name] / framework.name).items():
            assert "{{" not in path
            assert not path.endswith(".jinja")
            assert b"__pycache__" not in path.encode()
            for hole in (b"{{ project_name", b"{{ package_name", b"{{ distribution_name", b"{{ scaffold"):
                assert hole not in text, path
            assert text == b"" or text.endswith(b"\n"), path
            assert b"\r" not in text, path


@pytest.mark.parametrize("arguments", ["check", "format --check"])
async def test_ruff_finds_nothing_in_any_starter_whatever_its_name(named: dict[str, Path], arguments: str) -> None:
    # One process for all: each file is judged by the settings of the project that it is in.
    ruff = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments.split(), "--no-cache", *named.values()],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ruff.returncode == 0, ruff.stdout


@each_framework
async def test_the_readme_gives_every_command_that_smoke_runs(my_apps: dict[str, Path], framework: Framework) -> None:
    project = starter.load(my_apps[framework.name])

    # What it gives beyond that is run, literally, by test_starters.
    assert commands_of(project).missing == []
