import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scaffold import catalog
from scaffold.errors import UnknownFrameworkError
from scaffold.model import Health, Upkeep


def test_each_folder_with_a_framework_toml_is_a_framework() -> None:
    folders = {file.parent.name for file in catalog.templates_folder().glob("*/framework.toml")}

    assert {framework.name for framework in catalog.frameworks()} == folders == set(catalog.names())
    assert {"django", "flask", "sanic", "aiohttp", "falcon", "tornado", "pyramid"} <= folders


def test_no_template_is_broken() -> None:
    assert catalog.broken() == ()


def test_nothing_in_the_program_names_a_framework() -> None:
    names = {
        word.lower() for each in catalog.frameworks() for word in (each.name, each.title, each.distribution) if word
    }
    package = Path(catalog.__file__).parent
    files = [*package.rglob("*.py"), *package.rglob("*.toml")]
    sources = [path for path in files if "templates" not in path.parts]
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b", re.IGNORECASE)

    found = {path.relative_to(package).as_posix(): pattern.findall(path.read_text()) for path in sources}

    assert len(sources) > 40
    assert {path: words for path, words in found.items() if words} == {}


def test_the_examples_of_the_help_texts_are_frameworks() -> None:
    assert len(catalog.examples()) == 2
    assert set(catalog.examples()) <= set(catalog.names())


def test_exceptions_are_few() -> None:
    assert sum(len(framework.exceptions) for framework in catalog.frameworks()) < 12


def test_a_framework_without_a_future_carries_a_caution_with_a_way_out() -> None:
    flask = catalog.framework("flask")
    old = replace(flask, title="Old", health=Health(Upkeep.UNMAINTAINED, date(2020, 2, 6), ("flask", "django")))
    succeeded = replace(flask, title="Two", health=Health(Upkeep.QUIET, date(2026, 4, 28), ("flask",)))

    assert catalog.caution(flask) is None
    assert catalog.caution(replace(flask, health=Health(Upkeep.QUIET, date(2024, 1, 1)))) is None
    assert catalog.caution(old) == (
        "Old is unmaintained: its last release was on 2020-02-06. For something new, take flask or django."
    )
    assert catalog.caution(succeeded) == (
        "Two is quiet: its last release was on 2026-04-28. For something new, take flask."
    )


def test_a_framework_is_found_whatever_the_case() -> None:
    assert catalog.framework("Flask") is catalog.framework("flask")


def test_an_unknown_framework_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownFrameworkError, match="Did you mean 'django'"):
        catalog.framework("djagno")


@pytest.mark.parametrize("name", ["zzz", "", "../flask", "_base", "flask\n"])
def test_what_is_like_no_framework_is_refused_with_all_names(name: str) -> None:
    with pytest.raises(UnknownFrameworkError):
        catalog.framework(name)
