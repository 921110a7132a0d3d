"""What is read of uv's settings is what uv itself does with them."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from uv import find_uv_bin

from scaffold.environment import uv_environment
from scaffold.uv_settings import PYPI, Index, is_excepted, read, shown

from .drift_index import served

pytestmark = pytest.mark.usefixtures("forked_workers")

PROJECT = '[project]\nname = "asker"\nversion = "0"\nrequires-python = ">=3.11"\ndependencies = ["thing"]\n'


@pytest.fixture(scope="module")
def indexes() -> Iterator[dict[str, str]]:
    """Two indexes by name; each has the same package, in a version of its own."""
    with served() as first, served() as second:
        first.release("thing", "1.0", day="2026-01-01")
        second.release("thing", "2.0", day="2026-01-01")
        yield {"FIRST": f"{first.url}/simple", "SECOND": f"{second.url}/simple"}


def environment_of(folder: Path, variables: dict[str, str], user_file: str = "") -> dict[str, str]:
    """The variables of a person with a file of settings; uv keeps nothing outside of the folder."""
    settings = folder / "config" / "uv" / "uv.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(user_file)
    kept = {name: value for name, value in uv_environment().items() if not name.startswith("UV_")}
    places = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config"), "UV_CACHE_DIR": str(folder / "cache")}
    return kept | places | variables


def filled(text: str, indexes: dict[str, str]) -> str:
    return re.sub("FIRST|SECOND", lambda found: indexes[found[0]], text)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variables", "file", "default"),
    [
        pytest.param({"UV_DEFAULT_INDEX": "FIRST"}, "", "FIRST", id="variable"),
        pytest.param({"UV_DEFAULT_INDEX": "mine=FIRST"}, "", "FIRST", id="variable with a name"),
        pytest.param({"UV_INDEX_URL": "FIRST"}, "", "FIRST", id="older variable"),
        pytest.param({"UV_DEFAULT_INDEX": "FIRST", "UV_INDEX_URL": "SECOND"}, "", "FIRST", id="both variables"),
        pytest.param({}, 'index-url = "FIRST"\n', "FIRST", id="file"),
        pytest.param({}, '[[index]]\nurl = "FIRST"\ndefault = true\n', "FIRST", id="file, newer"),
        pytest.param(
            {"UV_DEFAULT_INDEX": "SECOND"}, '[[index]]\nurl = "FIRST"\ndefault = true\n', "SECOND", id="variable, file"
        ),
        pytest.param(
            {"UV_INDEX_URL": "SECOND"}, '[[index]]\nurl = "FIRST"\ndefault = true\n', "FIRST", id="older variable, file"
        ),
        pytest.param({"UV_INDEX_URL": "SECOND"}, 'index-url = "FIRST"\n', "SECOND", id="older variable, older file"),
        pytest.param(
            {"UV_DEFAULT_INDEX": "SECOND"},
            '[[index]]\nname = "x"\nurl = "FIRST"\nexplicit = true\ndefault = true\n',
            "SECOND",
            id="explicit",
        ),
    ],
)
def test_the_default_index_is_the_one_that_uv_asks(
    tmp_path: Path, indexes: dict[str, str], variables: dict[str, str], file: str, default: str
) -> None:
    given = {name: filled(value, indexes) for name, value in variables.items()}
    environ = environment_of(tmp_path, given, filled(file, indexes))
    (tmp_path / "pyproject.toml").write_text(PROJECT)

    done = subprocess.run(
        [find_uv_bin(), "lock"], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    asked = re.search(r'name = "thing"\nversion = "[\d.]+"\nsource = { registry = "([^"]+)" }', lock_of(tmp_path))
    assert asked is not None
    assert asked[1] == read(environ).default.url == indexes[default]


def lock_of(folder: Path) -> str:
    return (folder / "uv.lock").read_text()


def test_a_file_above_the_project_counts_for_nobody(tmp_path: Path, indexes: dict[str, str]) -> None:
    environ = environment_of(tmp_path, {"UV_DEFAULT_INDEX": indexes["FIRST"]})
    (tmp_path / "uv.toml").write_text(f'[[index]]\nurl = "{indexes["SECOND"]}"\n')
    project = tmp_path / "project"
    project.mkdir()
    (project / "pyproject.toml").write_text(f"{PROJECT}[tool.uv]\npackage = false\n")

    subprocess.run([find_uv_bin(), "lock"], cwd=project, env=environ, capture_output=True, check=True)

    assert indexes["FIRST"] in lock_of(project)
    assert [index.url for index in read(environ).indexes] == [indexes["FIRST"]]


def test_further_indexes_come_before_the_default_one(tmp_path: Path) -> None:
    environ = environment_of(
        tmp_path,
        {"UV_INDEX": "https://a.example/simple mine=https://b.example/simple"},
        '[[index]]\nname = "c"\nurl = "https://c.example/simple"\n[[index]]\nurl = "d"\nname = "d"\nexplicit = true\n',
    )

    assert read(environ).indexes == (
        Index("https://a.example/simple", "UV_INDEX"),
        Index("https://b.example/simple", "UV_INDEX", "mine"),
        Index("https://c.example/simple", str(tmp_path / "config/uv/uv.toml"), "c"),
        Index(PYPI, default=True),
    )


def test_a_file_that_cannot_be_read_counts_as_empty(tmp_path: Path) -> None:
    assert read(environment_of(tmp_path, {}, "index-url = [[[")).default.url == PYPI
    assert read({"UV_CONFIG_FILE": str(tmp_path / "none.toml")}).default.url == PYPI


def test_files_are_passed_over_where_uv_is_told_so(tmp_path: Path) -> None:
    environ = environment_of(tmp_path, {"UV_NO_CONFIG": "1"}, 'index-url = "https://a.example"')

    assert read(environ).default.url == PYPI


def test_a_proxy_is_taken_from_variables_then_from_the_file_and_not_for_exceptions(tmp_path: Path) -> None:
    file = 'https-proxy = "http://file.example:1"\nno-proxy = ["intern.example"]\n'
    in_file = read(environment_of(tmp_path / "a", {}, file))
    in_both = read(environment_of(tmp_path / "b", {"HTTPS_PROXY": "variable.example:2"}, file))

    found = in_file.proxy("https://pypi.org/simple")

    assert found is not None
    assert (found.url, found.source) == ("http://file.example:1", str(tmp_path / "a/config/uv/uv.toml"))
    assert in_file.proxy("https://index.intern.example/simple") is None
    assert in_file.proxy("http://pypi.org/simple") is None
    assert str(in_both.proxy("https://pypi.org/simple")).count("http://variable.example:2") == 1


@pytest.mark.parametrize(
    ("host", "direct", "excepted"),
    [
        pytest.param("pypi.org", ["*"], True, id="all"),
        pytest.param("a.example.org", [".example.org"], True, id="with a dot"),
        pytest.param("a.example.org", ["example.org"], True, id="without one"),
        pytest.param("badexample.org", ["example.org"], False, id="only the end is alike"),
        pytest.param("10.1.2.3", ["10.0.0.0/8"], True, id="network"),
        pytest.param("pypi.org", ["10.0.0.0/8", ""], False, id="name and network"),
    ],
)
def test_who_is_asked_without_a_proxy(host: str, direct: list[str], excepted: bool) -> None:
    assert is_excepted(host, direct) is excepted


def test_passwords_are_not_shown() -> None:
    assert shown("https://me:s3cret@index.example/simple") == "https://***@index.example/simple"
    assert shown("https://index.example/@scope") == "https://index.example/@scope"


def test_credentials_of_a_named_index_come_from_variables() -> None:
    environ = {"UV_INDEX": "my-own=https://a.example", "UV_INDEX_MY_OWN_USERNAME": "me", "HOME": os.environ["HOME"]}
    settings = read(environ)

    assert settings.credentials(settings.indexes[0]) == ("me", "")
    assert settings.credentials(settings.default) is None
