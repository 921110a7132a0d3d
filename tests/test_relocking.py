"""Behind a mirror: the lock of a starter is made to name the user's index, and holds what was verified."""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from uv import find_uv_bin

from scaffold import catalog
from scaffold.cells import Workshop
from scaffold.creation import Wish, create, next_steps, plan
from scaffold.environment import Fit, fit, install, relock, uv_environment
from scaffold.errors import InstallationError
from scaffold.model import Framework, Resolution
from scaffold.render import renderer
from scaffold.starter import load
from scaffold.uv_settings import locked_url, same_index

from .drift_index import Index, served
from .test_creation import git

pytestmark = pytest.mark.usefixtures("forked_workers")

# `thing` in a version for each of two ranges of Pythons, as some starters have it of what they need.
PYPROJECT = """[project]
name = "{{ distribution_name }}"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["other>=1", "thing>=1; python_version>='3.12'", "thing<1; python_version<'3.12'"]

[tool.uv]
package = false

[tool.scaffold]
framework = "planted"
version = "0"
response = "json"
documentation = "https://example.org/"
dev = ["python", "-m", "thing"]
serve = ["python", "-m", "thing"]
"""
DAY, LATER = "2026-01-10", "2026-03-01"
FLASK = catalog.framework("flask")


@dataclass
class World:
    """The index that a starter was verified with, another that the user has, and the starter's template."""

    first: Index
    second: Index
    framework: Framework
    # A rendered project with the lock of the first.
    project: Path

    @property
    def lock(self) -> str:
        return (self.project / "uv.lock").read_text()


@pytest.fixture
def world(tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    with served() as first, served() as second:
        for index in (first, second):
            for name, version in (("other", "1.0"), ("thing", "0.9"), ("thing", "1.0")):
                index.release(name, version, day=DAY)
        monkeypatch.setenv("UV_DEFAULT_INDEX", f"{first.url}/simple")
        project = tmp_path / "my-app"
        project.mkdir()
        (project / "pyproject.toml").write_text(PYPROJECT.replace("{{ distribution_name }}", "my-app"))
        uv(project, "lock")
        # The user's index has newer releases of everything too.
        for name in ("other", "thing"):
            second.release(name, "0.95", day=LATER)
            second.release(name, "2.0", day=LATER)
        monkeypatch.setenv("UV_DEFAULT_INDEX", f"{second.url}/simple")
        folder = tmp_path / "planted"
        (folder / "project").mkdir(parents=True)
        (folder / "copier.yml").write_bytes((FLASK.folder / "copier.yml").read_bytes())
        (folder / "project" / "pyproject.toml.jinja").write_text(PYPROJECT)
        lock = (project / "uv.lock").read_text().replace('"my-app"', '"{{ distribution_name }}"')
        (folder / "project" / "uv.lock.jinja").write_text(lock)
        yield World(first, second, replace(FLASK, name="planted", folder=folder), project)


def uv(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """uv as a person types it in the project."""
    return subprocess.run(
        [find_uv_bin(), *arguments], cwd=folder, env=uv_environment(), capture_output=True, text=True, check=False
    )


def changed(index: Index, name: str, version: str) -> None:
    """Let an index have other bytes under the name of a file."""
    index.release(name, version, day=DAY, source="print('not what was verified')\n")


async def again(world: World, scratch: Path) -> str:
    await relock(world.project, python=None, log=scratch / "lock.log")
    return world.lock


async def test_the_lock_names_the_user_s_index_and_holds_the_verified_versions_of_every_python(
    world: World, scratch: Path
) -> None:
    verified = world.lock

    relocked = await again(world, scratch)

    assert relocked == verified.replace(world.first.url, world.second.url)
    assert uv(world.project, "sync", "--locked").returncode == 0
    assert world.lock == relocked


@pytest.mark.slow
async def test_where_the_lock_names_the_user_s_index_nothing_is_asked(
    world: World, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", f"{world.first.url}/simple")
    monkeypatch.setenv("UV_OFFLINE", "1")
    verified, world.first.wheels = world.lock, {}

    assert await again(world, scratch) == verified
    assert not (scratch / "lock.log").exists()


@pytest.mark.slow
async def test_an_index_besides_the_default_one_may_be_the_lock_s(
    world: World, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_INDEX", f"{world.first.url}/simple")

    assert fit(world.project) is Fit.OWN
    assert uv(world.project, "lock", "--check").returncode == 0


@pytest.mark.slow
async def test_other_bytes_under_a_known_name_are_refused(world: World, scratch: Path) -> None:
    changed(world.second, "thing", "0.9")
    verified = world.lock

    with pytest.raises(InstallationError, match=r"gives other bytes for thing 0\.9 than were verified") as raised:
        await again(world, scratch)

    assert raised.value.exit_code == 6
    assert world.lock == verified


@pytest.mark.slow
async def test_a_version_that_the_index_does_not_have_is_named(world: World, scratch: Path) -> None:
    del world.second.wheels["other"]["other-1.0-py3-none-any.whl"]
    verified = world.lock

    with pytest.raises(InstallationError, match=r"gives no other 1\.0, which was verified"):
        await again(world, scratch)

    assert world.lock == verified


@pytest.mark.slow
async def test_a_package_that_the_index_does_not_have_is_named(world: World, scratch: Path) -> None:
    del world.second.wheels["other"]

    with pytest.raises(InstallationError, match=r"Locking for your index .* failed; uv says: .*other was not found"):
        await again(world, scratch)


async def test_a_file_that_only_the_index_has_is_not_taken(world: World, scratch: Path) -> None:
    # A build number makes it the better one for every installer.
    wheels = world.second.wheels["other"]
    wheels["other-1.0-1-py3-none-any.whl"] = wheels["other-1.0-py3-none-any.whl"]
    verified = world.lock

    assert await again(world, scratch) == verified.replace(world.first.url, world.second.url)
    assert uv(world.project, "sync", "--locked").returncode == 0


@pytest.mark.slow
async def test_an_index_with_files_of_its_own_making_alone_is_refused(world: World, scratch: Path) -> None:
    wheels = world.second.wheels["other"]
    wheels["other-1.0-1-py3-none-any.whl"] = wheels.pop("other-1.0-py3-none-any.whl")

    with pytest.raises(InstallationError, match=r"has other 1\.0, but none of the files of it that were verified"):
        await again(world, scratch)


@pytest.mark.slow
@pytest.mark.parametrize("same", [True, False], ids=["same bytes", "other bytes"])
async def test_where_the_index_tells_no_hashes_the_verified_ones_count(world: World, scratch: Path, same: bool) -> None:
    world.second.as_html = True
    if not same:
        changed(world.second, "other", "1.0")

    relocked = await again(world, scratch)

    assert re.findall("sha256:[0-9a-f]+", relocked) == re.findall("sha256:[0-9a-f]+", world.lock)
    assert len(re.findall("sha256:", relocked)) == 3
    said = uv(world.project, "sync", "--locked")
    assert (said.returncode == 0) is same, said.stderr
    assert same or "Hash mismatch" in said.stderr


@pytest.mark.slow
async def test_without_a_network_uv_s_cache_of_the_user_s_index_is_enough(
    world: World, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = world.lock
    await again(world, scratch)
    (world.project / "uv.lock").write_text(verified)
    monkeypatch.setenv("UV_OFFLINE", "1")

    assert await again(world, scratch) == verified.replace(world.first.url, world.second.url)

    (world.project / "uv.lock").write_text(verified)
    monkeypatch.setenv("UV_DEFAULT_INDEX", f"{world.second.url}/never/asked")
    with pytest.raises(InstallationError, match="not enough in its cache: it is told by UV_OFFLINE"):
        await again(world, scratch)


@pytest.mark.slow
async def test_a_lock_that_names_the_index_in_other_letters_is_installed_from_as_it_is(
    world: World, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", f"mine={world.first.url.replace('//', '//me:secret@')}/simple/")
    verified = world.lock
    assert uv(world.project, "lock", "--check").returncode != 0

    environment, _ = await install(load(world.project), python=None, log=scratch / "install.log")

    assert (environment.site_packages / "other.py").is_file()
    assert world.lock == verified


@pytest.mark.slow
async def test_a_new_project_s_lock_spells_the_index_as_the_user_does_and_nothing_is_asked(
    world: World, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", f"{world.first.url.replace('//', '//me:secret@')}/simple/")
    monkeypatch.setenv("UV_OFFLINE", "1")
    verified = world.lock

    assert await again(world, scratch) == verified.replace("/simple", "/simple/")
    assert uv(world.project, "lock", "--check").returncode == 0


@pytest.mark.slow
async def test_a_project_that_is_there_is_not_changed_and_the_command_is_told(world: World, scratch: Path) -> None:
    with pytest.raises(InstallationError) as raised:
        await install(load(world.project), python=None, log=scratch / "install.log")

    assert f"uv.lock names {world.first.url}/simple, and uv is set to {world.second.url}/simple" in str(raised.value)
    assert f"'uv lock' in {world.project}" in str(raised.value)


@pytest.fixture
def planted(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The planted framework is one that can be asked for, in a folder to work in."""
    monkeypatch.setattr(catalog, "framework", lambda _: world.framework)
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return world


@pytest.mark.slow
async def test_a_new_project_s_first_commit_has_the_lock_of_the_user_s_index(planted: World) -> None:
    heard: list[str] = []

    created = await create(Wish("my-app", "planted"), listener=heard.append)

    assert f"Locking the verified versions for {planted.second.url}/simple" in heard
    assert git(created.path, "status", "--porcelain") == ""
    assert (created.path / "uv.lock").read_text() == planted.lock.replace(planted.first.url, planted.second.url)
    assert created.environment is not None
    assert uv(created.path, "sync", "--locked").returncode == 0


@pytest.mark.slow
async def test_where_the_index_has_other_bytes_no_project_is_made(planted: World) -> None:
    changed(planted.second, "other", "1.0")

    with pytest.raises(InstallationError, match=r"other bytes for other 1\.0 .* Nothing was changed; --no-install"):
        await create(Wish("my-app", "planted"))

    assert os.listdir() == []


@pytest.mark.slow
async def test_what_is_not_installed_is_not_locked_again_and_the_command_is_told(planted: World) -> None:
    created = await create(Wish("my-app", "planted", install=False))

    assert (created.path / "uv.lock").read_text() == planted.lock
    assert [step.split("/")[-1] for step in created.next_steps[1:3]] == ["uv lock", "uv sync --locked"]
    uv(created.path, "lock")
    assert not any(step.endswith("uv lock") for step in next_steps(created.starter, installed=False))


@pytest.mark.slow
async def test_what_would_be_done_names_the_locking(planted: World) -> None:
    assert (await plan(Wish("my-app", "planted"))).commands[0] == "uv lock"
    assert "uv lock" not in (await plan(Wish("my-app", "planted", install=False))).commands


@pytest.mark.slow
async def test_all_cells_of_a_starter_share_one_lock_for_the_user_s_index(world: World, scratch: Path) -> None:
    async with renderer() as worker:
        workshop = Workshop(worker, scratch, lambda *_: None)
        one = await workshop.project(world.framework, Resolution.LOCKED)
        other = await workshop.project(world.framework, Resolution.LOCKED)

    assert one == other
    assert fit(one) is Fit.OWN
    assert 'version = "0.9"' in (one / "uv.lock").read_text()


@pytest.mark.slow
async def test_what_the_index_lacks_of_the_verified_versions_is_no_matter_for_the_newest(
    world: World, scratch: Path
) -> None:
    del world.second.wheels["other"]["other-1.0-py3-none-any.whl"]
    async with renderer() as worker:
        workshop = Workshop(worker, scratch, lambda *_: None)

        with pytest.raises(InstallationError, match=r"gives no other 1\.0"):
            await workshop.project(world.framework, Resolution.LOCKED)
        newest = await workshop.project(world.framework, Resolution.LATEST)

    assert 'version = "2.0"' in (newest / "uv.lock").read_text()


@pytest.mark.parametrize(
    ("url", "locked"),
    [
        ("https://PyPI.org:443/simple", "https://pypi.org/simple"),
        ("https://me:secret@host.example:8443/a/?b=c#d", "https://host.example:8443/a/?b=c"),
        ("http://[::1]:80", "http://[::1]/"),
        ("file:///an/index", "/an/index"),
        ("/an/index", "/an/index"),
    ],
)
def test_an_index_s_url_is_known_as_uv_writes_it_into_a_lock(url: str, locked: str) -> None:
    assert locked_url(url) == locked


def test_two_spellings_of_one_index_are_told_from_two_indexes() -> None:
    assert same_index("https://me@pypi.org/simple/", "https://pypi.org/simple")
    assert not same_index("http://pypi.org/simple", "https://pypi.org/simple")
    assert not same_index("https://mirror.example/simple", "https://pypi.org/simple")
