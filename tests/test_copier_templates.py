"""Every folder under templates/ as what it is for others as well: a plain Copier template."""

from pathlib import Path

import copier
import pytest
import yaml

from scaffold import catalog, starter
from scaffold.model import Framework
from scaffold.version import VERSION

BASE = catalog.templates_folder() / catalog.BASE
QUESTIONS = {"project_name", "package_name", "distribution_name", "scaffold_version"}

each_framework = pytest.mark.parametrize("framework", catalog.frameworks(), ids=lambda framework: framework.name)


@each_framework
def test_the_folder_is_a_plain_copier_template(framework: Framework) -> None:
    settings = yaml.safe_load((framework.folder / "copier.yml").read_text())

    questions = {key for key in settings if not key.startswith("_")}
    assert questions == QUESTIONS
    assert settings["scaffold_version"]["default"] == VERSION
    assert settings["_subdirectory"] == "project"
    assert settings["_envops"] == {"undefined": "jinja2.StrictUndefined"}
    assert not {"_tasks", "_migrations", "_jinja_extensions"} & set(settings)
    assert {"__pycache__", "*.py[co]"} <= set(settings["_exclude"])


def test_copier_alone_renders_one_without_trust(tmp_path: Path) -> None:
    # One for all here; test_starters renders, installs and boots each of them so.
    framework = catalog.frameworks()[0]

    copier.run_copy(str(framework.folder), tmp_path / "app", data={"project_name": "My-App"}, defaults=True, quiet=True)

    assert starter.load(tmp_path / "app").table.framework == framework.name


def test_every_template_asks_the_same_questions_in_the_same_words() -> None:
    files = {framework.name: (framework.folder / "copier.yml").read_text() for framework in catalog.frameworks()}

    assert len(set(files.values())) == 1, "copy copier.yml from another framework"


def test_copier_alone_refuses_a_name_that_cannot_be(tmp_path: Path) -> None:
    # One template stands for all: their copier.yml is the same.
    template = str(catalog.frameworks()[0].folder)
    for name in ("../up", "a b", "9lives", 'x"\nevil="1', "", "x" * 65):
        with pytest.raises(ValueError, match="project_name"):
            copier.run_copy(template, tmp_path / "app", data={"project_name": name}, defaults=True, quiet=True)
    assert not (tmp_path / "app").exists()


@each_framework
def test_python_files_with_holes_are_not_compiled_by_pip(framework: Framework) -> None:
    for file in (framework.folder / "project").rglob("*.py"):
        compile(file.read_text(), str(file), "exec")
    for file in (framework.folder / "project").rglob("*.py.jinja"):
        assert "{%" not in file.read_text(), f"{file.name}: a condition in a Python file"


def test_the_base_template_asks_what_every_template_asks() -> None:
    settings = yaml.safe_load((BASE / "copier.yml").read_text())

    assert {key for key in settings if not key.startswith("_")} <= QUESTIONS
