"""The mission: every starter is generated, installed, booted and asked for /hello over HTTP.

For each folder under templates/, found by looking: once as `scaffold new` makes it, which is to the byte what plain
Copier makes, with its development server; and through `smoke` on each Python that is here.
"""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import copier
import httpx
import pytest
from uv import find_uv_bin

from scaffold import catalog
from scaffold.creation import Created, Wish, create
from scaffold.environment import find_interpreter
from scaffold.errors import NotReachableError, ToolMissingError
from scaffold.matrix import Matrix
from scaffold.model import Cell, Framework, Mode, Report, Response, Status
from scaffold.server import boot
from scaffold.smoke_testing import smoke

from .readme import commands_of

pytestmark = pytest.mark.slow
FRAMEWORKS = catalog.frameworks()
NAME = "Hello-App"
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


@pytest.fixture(scope="module", params=FRAMEWORKS, ids=lambda framework: framework.name)
def created(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Created]:
    framework: Framework = request.param
    folder = tmp_path_factory.mktemp(framework.name)
    try:
        yield asyncio.run(create(Wish(NAME, framework.name, destination=folder / NAME)))
    except NotReachableError as error:
        pytest.skip(str(error))
    finally:
        shutil.rmtree(folder)


async def test_a_created_project_says_hello_with_its_development_server(created: Created, scratch: Path) -> None:
    assert created.environment is not None
    async with boot(created.starter, created.environment, Mode.DEV, scratch=scratch) as server:
        await says_hello(server.url, created.framework.response)
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


def test_plain_copier_gives_the_same_project_to_the_byte(created: Created, tmp_path: Path) -> None:
    """But for what all starters have in common, which is a template of its own."""
    parts = {"common": catalog.templates_folder() / catalog.BASE, "own": created.framework.folder}
    for part, template in parts.items():
        copier.run_copy(str(template), tmp_path / part, data={"project_name": NAME}, defaults=True, quiet=True)
    common, own = (files_of(tmp_path / part) for part in parts)

    # Of random there is only the secret.
    assert (common | own) - {".env"} == set(git(created.path, "ls-files").splitlines())
    for name in own - {".env"}:
        plain = tmp_path / "own" / name
        assert (created.path / name).read_bytes() == plain.read_bytes(), name
        assert os.access(created.path / name, os.X_OK) == os.access(plain, os.X_OK), name
    assert ".env" in own


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_names_that_are_refused_are_those_that_the_environment_imports(created: Created) -> None:
    assert created.environment is not None
    listing = subprocess.run(
        [created.environment.bin / "python", "-c", LIST_IMPORTS], capture_output=True, text=True, check=True
    ).stdout

    importable = {name.lower() for name in json.loads(listing)} - {created.project.package}

    assert importable <= created.framework.taken, f"run: python tools/relock.py --keep {created.framework.name}"


LIST_IMPORTS = """
import json, pkgutil, sysconfig
paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
print(json.dumps([module.name for module in pkgutil.iter_modules(paths) if module.name != "_virtualenv"]))
"""


@pytest.fixture(scope="session")
def reports(request: pytest.FixtureRequest) -> tuple[Report, Report]:
    """All starters that are asked for, on all Pythons that are here, through smoke.

    With both servers on one Python, another one for each framework in turn, so that each Python has development
    servers; with the production server on the others.
    """
    asked = [
        item.callspec
        for item in request.session.items
        if isinstance(item, pytest.Function) and {"reports", "python"} <= set(item.fixturenames)
    ]
    chosen = {spec.getparam("framework") for spec in asked}
    versions = {spec.getparam("python") for spec in asked}
    frameworks = [framework for framework in FRAMEWORKS if framework in chosen]
    pythons = [python for python in PYTHONS if missing(python) is None and python in versions]
    turns = {framework.name: pythons[FRAMEWORKS.index(framework) % len(pythons)] for framework in frameworks}
    every = Matrix(frameworks, pythons)
    with_both = {cell for cell in every.cells() if cell.python == turns[cell.starter]}
    production = Matrix(frameworks, pythons, servers=(Mode.SERVE,), only=set(every.cells()) - with_both)
    return asyncio.run(smoke(every.with_only(with_both))), asyncio.run(smoke(production))


@each_framework
@pytest.mark.parametrize("python", PYTHONS)
def test_it_keeps_the_contract(framework: Framework, python: str, reports: tuple[Report, Report]) -> None:
    if reason := missing(python):
        pytest.skip(reason)

    outcomes = [outcome for report in reports for outcome in report.of(Cell(framework.name, python))]
    if not_reached := [o.problem for o in outcomes if (o.step, o.status) == ("setup", Status.NOT_TRIED)]:
        pytest.skip(str(not_reached[0]))

    assert outcomes
    assert [outcome for outcome in outcomes if outcome.status not in (Status.PASSED, Status.EXCEPTED)] == []
    steps = {outcome.step for outcome in outcomes}
    both = outcomes[0] in reports[0].outcomes
    assert steps >= {"render", "install", "serve", "security", "tests", "ruff", "format", *(("dev",) if both else ())}
    assert len(outcomes) > (70 if both else 50)


def test_each_starter_is_proven_with_its_development_server_on_one_python(reports: tuple[Report, Report]) -> None:
    with_both, production = ({(cell.starter, cell.python) for cell in report.cells()} for report in reports)

    assert not with_both & production
    assert {starter for starter, _ in with_both} >= {starter for starter, _ in production}
    assert len(with_both) == len({starter for starter, _ in with_both})


def test_the_verified_pythons_are_those_that_are_proven() -> None:
    assert {framework.verified.pythons for framework in FRAMEWORKS} == {PYTHONS}
