import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from scaffold import build, catalog, naming
from scaffold.errors import DestinationError, RenderError
from scaffold.render import Renderer, renderer

FLASK = catalog.framework("flask")
PROJECT = naming.project("My-App", FLASK)
COPIER_YML = "_subdirectory: project\n_envops:\n  undefined: jinja2.StrictUndefined\n"


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def worker() -> AsyncIterator[Renderer]:
    async with renderer() as running:
        yield running


def template(folder: Path, **files: str) -> Path:
    """A Copier template with these files, "_" standing for "." in their names."""
    (folder / "project").mkdir(parents=True)
    (folder / "copier.yml").write_text(COPIER_YML)
    for name, text in files.items():
        (folder / "project" / name.replace("_", ".")).write_text(text)
    return folder


async def test_a_stage_is_beside_its_destination_and_published_by_one_rename(worker: Renderer, tmp_path: Path) -> None:
    destination = tmp_path / "My-App"

    async with build.stage(worker, FLASK, PROJECT, beside=destination) as stage:
        assert stage.project.parent.parent == tmp_path
        assert stage.project.parent.name.startswith(".My-App")
        assert not destination.exists()
        stage.publish(destination)

    assert os.listdir(tmp_path) == ["My-App"]
    assert (destination / "my_app" / "__init__.py").is_file()
    assert (destination / ".gitignore").is_file()


async def test_a_stage_that_is_not_published_leaves_nothing(worker: Renderer, tmp_path: Path) -> None:
    destination = tmp_path / "new" / "folders" / "My-App"

    async with build.stage(worker, FLASK, PROJECT, beside=destination):
        assert destination.parent.is_dir()

    assert os.listdir(tmp_path) == []


async def test_the_files_of_a_stage_are_told_with_their_sizes(worker: Renderer) -> None:
    async with build.stage(worker, FLASK, PROJECT, beside=None) as stage:
        sizes = {file.path: file.size for file in stage.files}
        on_disk = {
            path.relative_to(stage.project).as_posix(): path.stat().st_size
            for path in stage.project.rglob("*")
            if path.is_file()
        }

    assert sizes == on_disk
    assert not stage.project.exists()


async def test_an_empty_directory_is_replaced(worker: Renderer, tmp_path: Path) -> None:
    destination = tmp_path / "My-App"
    destination.mkdir()

    async with build.stage(worker, FLASK, PROJECT, beside=destination) as stage:
        stage.publish(destination)

    assert (destination / "README.md").is_file()


@pytest.mark.parametrize("way", ["file", "full directory", "link to a directory", "dangling link"])
async def test_what_came_into_the_way_meanwhile_is_left_untouched(worker: Renderer, tmp_path: Path, way: str) -> None:
    destination, other = tmp_path / "My-App", tmp_path / "other"

    async with build.stage(worker, FLASK, PROJECT, beside=destination) as stage:
        match way:
            case "file":
                destination.write_text("mine")
            case "full directory":
                destination.mkdir()
                (destination / "mine").write_text("mine")
            case "link to a directory":
                other.mkdir()
                destination.symlink_to(other)
            case "dangling link":
                destination.symlink_to(other)
        before = snapshot(tmp_path)
        with pytest.raises(DestinationError, match="Nothing was changed"):
            stage.publish(destination)

    assert snapshot(tmp_path) == {name: kind for name, kind in before.items() if "scaffold" not in name}


def snapshot(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): str(path.readlink()) if path.is_symlink() else str(path.is_file())
        for path in sorted(folder.rglob("*"))
    }


async def test_of_two_at_once_to_one_place_one_wins_and_the_other_is_refused(tmp_path: Path) -> None:
    destination = tmp_path / "My-App"

    async def one() -> bool:
        async with renderer() as own, build.stage(own, FLASK, PROJECT, beside=destination) as stage:
            try:
                stage.publish(destination)
            except DestinationError:
                return False
            return True

    won = await asyncio.gather(*(one() for _ in range(3)))

    assert sorted(won) == [False, False, True]
    assert os.listdir(tmp_path) == ["My-App"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param({"a_txt_jinja": "{{ nonesuch }}"}, "'nonesuch' is undefined", id="undefined"),
        pytest.param({"a_txt_jinja": "line\n{% if %}"}, "line 2", id="syntax"),
        pytest.param({"a_txt_jinja": "{{ 1 / 0 }}"}, "ZeroDivisionError", id="arithmetic"),
        pytest.param({"a_txt_jinja": "{{ ''.__class__.__mro__ }}"}, "SecurityError", id="sandbox"),
    ],
)
async def test_a_broken_template_is_named_and_leaves_nothing(
    worker: Renderer, tmp_path: Path, files: dict[str, str], said: str
) -> None:
    broken = template(tmp_path / "broken", **files)

    with pytest.raises(RenderError, match="broken") as error:
        async with worker.stage([broken], {}, beside=tmp_path / "out" / "app"):
            pass

    assert said in str(error.value)
    assert not (tmp_path / "out").exists()


async def test_a_template_s_tasks_are_not_run(worker: Renderer, tmp_path: Path) -> None:
    greedy = template(tmp_path / "greedy", a_txt="text")
    (greedy / "copier.yml").write_text(COPIER_YML + "_tasks:\n  - touch ran\n")

    async with worker.stage([greedy], {}, beside=tmp_path / "app") as stage:
        stage.publish(tmp_path / "app")

    assert os.listdir(tmp_path / "app") == ["a.txt"]
    assert not (tmp_path / "ran").exists()


async def test_the_worker_goes_on_after_a_broken_template(worker: Renderer, tmp_path: Path) -> None:
    broken = template(tmp_path / "broken", a_txt_jinja="{{ nonesuch }}")
    with pytest.raises(RenderError):
        async with worker.stage([broken], {}):
            pass

    async with build.stage(worker, FLASK, PROJECT, beside=None) as stage:
        assert stage.files


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc").is_dir(), reason="root may write everywhere but in /proc")
async def test_a_place_that_cannot_be_written_is_refused(worker: Renderer) -> None:
    with pytest.raises(DestinationError, match="cannot be written"):
        async with build.stage(worker, FLASK, PROJECT, beside=Path("/proc/nowhere/app")):
            pass
