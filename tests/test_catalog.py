import pytest

from scaffold import catalog
from scaffold.errors import UnknownFrameworkError


def test_each_folder_with_a_framework_toml_is_a_framework() -> None:
    folders = {file.parent.name for file in catalog.templates_folder().glob("*/framework.toml")}

    assert {framework.name for framework in catalog.frameworks()} == folders == set(catalog.names())
    assert {"django", "flask", "sanic", "aiohttp", "falcon", "tornado", "pyramid"} <= folders


def test_a_framework_is_found_whatever_the_case() -> None:
    assert catalog.framework("Flask") is catalog.framework("flask")


def test_an_unknown_framework_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownFrameworkError, match="Did you mean 'django'"):
        catalog.framework("djagno")


@pytest.mark.parametrize("name", ["zzz", "", "../flask", "_base", "flask\n"])
def test_what_is_like_no_framework_is_refused_with_all_names(name: str) -> None:
    with pytest.raises(UnknownFrameworkError):
        catalog.framework(name)
