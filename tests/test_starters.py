"""The mission: every starter is generated, installed, booted and asked for /hello over HTTP.

For each folder under templates/, found by looking: once through scaffold with its development server, once through
plain Copier and uv with its production server, and through the whole of `smoke` on each Python that is here.
"""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import copier
import httpx
import pytest
from uv import find_uv_bin

from scaffold import catalog, starter
from scaffold.build import set_up
from scaffold.creation import Created, Wish, create
from scaffold.environment import find_interpreter, install
from scaffold.errors import NotReachableError, ToolMissingError
from scaffold.matrix import Matrix
from scaffold.model import Cell, Environment, Framework, Mode, Report, Response, Starter, Status
from scaffold.server import boot
from scaffold.smoke_testing import smoke

from .readme import commands_of

pytestmark = pytest.mark.slow
FRAMEWORKS = catalog.frameworks()
PYTHONS = ("3.11", "3.12", "3.13")
each_framework = pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda framework: framework.name)


def missing(python: str) -> str | None:
    try:
        find_interpreter(python)
    except ToolMissingError as error:
        return str(error)
    return None


async def says_hello(url: str, response: Response) -> None:
    async with httpx.AsyncClient(base_url=url, trust_env=False) as http:
        plain, named = await http.get("/hello"), await http.get("/hello", params={"name": "Ada"})

    assert (plain.status_code, named.status_code) == (200, 200)
    if response is Response.JSON:
        assert plain.headers["content-type"].split(";")[0] == "application/json"
        assert (plain.json(), named.json()) == ({"message": "Hello world!"}, {"message": "Hello Ada!"})
    else:
        assert plain.headers["content-type"].lower().replace(" ", "") == "text/html;charset=utf-8"
        assert "<h1>Hello world!</h1>" in plain.text
        assert "<h1>Hello Ada!</h1>" in named.text


@each_framework
async def test_a_created_project_says_hello_with_its_development_server(
    framework: Framework, tmp_path: Path, scratch: Path
) -> None:
    try:
        created = await create(Wish("Hello-App", framework.name, destination=tmp_path / "Hello-App"))
    except NotReachableError as error:
        pytest.skip(str(error))

    assert created.environment is not None
    async with boot(created.starter, created.environment, Mode.DEV, scratch=scratch) as server:
        await says_hello(server.url, framework.response)
    await the_other_commands_of_its_readme_run(created)
    assert git(created.path, "status", "--porcelain") == ""
    assert ".env" not in git(created.path, "ls-files").splitlines()


async def the_other_commands_of_its_readme_run(created: Created) -> None:
    """What the README gives beyond what smoke runs, as a person would type it."""
    environ = os.environ | {"PATH": f"{Path(find_uv_bin()).parent}:{os.environ['PATH']}"}
    environ.pop("VIRTUAL_ENV", None)
    for line in commands_of(created.starter).more:
        done = await asyncio.to_thread(
            subprocess.run,
            ["bash", "-c", line],
            cwd=created.path,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


@dataclass(frozen=True)
class Plain:
    """A project as it is without scaffold: rendered by plain Copier, installed by uv."""

    framework: Framework
    starter: Starter
    environment: Environment


@pytest.fixture(scope="module", params=FRAMEWORKS, ids=lambda framework: framework.name)
def plain(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plain]:
    framework: Framework = request.param
    folder = tmp_path_factory.mktemp(framework.name)
    copier.run_copy(
        str(framework.folder), folder / "app", data={"project_name": "Plain-App"}, defaults=True, quiet=True
    )
    project = starter.load(folder / "app")
    environment, _ = asyncio.run(install(project, python=None, log=folder / "install.log"))
    yield Plain(framework, project, environment)
    shutil.rmtree(folder)


async def test_plain_copier_and_uv_give_a_project_that_says_hello_with_its_production_server(
    plain: Plain, scratch: Path
) -> None:
    try:
        await set_up(plain.starter, plain.environment, scratch=scratch)
    except NotReachableError as error:
        pytest.skip(str(error))

    async with boot(plain.starter, plain.environment, Mode.SERVE, scratch=scratch) as server:
        await says_hello(server.url, plain.framework.response)


def test_the_names_that_are_refused_are_those_that_the_environment_imports(plain: Plain) -> None:
    listing = subprocess.run(
        [plain.environment.bin / "python", "-c", LIST_IMPORTS], capture_output=True, text=True, check=True
    ).stdout

    importable = {name.lower() for name in json.loads(listing)} - {"plain_app"}

    assert importable <= plain.framework.taken, f"run: python tools/relock.py --keep {plain.framework.name}"


LIST_IMPORTS = """
import json, pkgutil, sysconfig
paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
print(json.dumps([module.name for module in pkgutil.iter_modules(paths) if module.name != "_virtualenv"]))
"""


@pytest.fixture(scope="session")
def report(request: pytest.FixtureRequest) -> Report:
    """All starters that are asked for, on all Pythons that are here, through the whole of smoke."""
    asked = [
        item.callspec
        for item in request.session.items
        if isinstance(item, pytest.Function) and "report" in item.fixturenames
    ]
    chosen = {spec.getparam("framework") for spec in asked}
    versions = {spec.getparam("python") for spec in asked}
    frameworks = [framework for framework in FRAMEWORKS if framework in chosen]
    pythons = [python for python in PYTHONS if missing(python) is None and python in versions]
    return asyncio.run(smoke(Matrix(frameworks, pythons)))


@each_framework
@pytest.mark.parametrize("python", PYTHONS)
def test_it_keeps_the_contract(framework: Framework, python: str, report: Report) -> None:
    if reason := missing(python):
        pytest.skip(reason)

    outcomes = report.of(Cell(framework.name, python))
    if not_reached := [o.problem for o in outcomes if (o.step, o.status) == ("setup", Status.NOT_TRIED)]:
        pytest.skip(str(not_reached[0]))

    assert [outcome for outcome in outcomes if outcome.status not in (Status.PASSED, Status.EXCEPTED)] == []
    steps = {outcome.step for outcome in outcomes}
    assert {"render", "install", "serve", "dev", "tests", "ruff", "format"} <= steps
    assert len(outcomes) > 40


def test_the_verified_pythons_are_those_that_are_proven() -> None:
    assert {framework.verified.pythons for framework in FRAMEWORKS} == {PYTHONS}
