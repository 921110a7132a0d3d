"""What a child sees of the user's environment."""

import os
import tempfile
from pathlib import Path

import pytest

from scaffold.processes import Command, child_environment, run, scratch_folder

KEPT = {"PATH": "/usr/bin:/bin", "HOME": "/home/ada", "LANG": "C.UTF-8", "LC_ALL": "C", "LC_TIME": "de_DE.UTF-8"}
NEEDED_FOR_THE_NETWORK = {
    "HTTPS_PROXY": "http://proxy:3128",
    "no_proxy": "localhost",
    "SSL_CERT_FILE": "/etc/ssl/own.pem",
    "XDG_CACHE_HOME": "/home/ada/.cache",
    "UV_INDEX_URL": "https://index.example/simple",
}
HELD_BACK = {
    "AWS_SECRET_ACCESS_KEY": "a-secret",
    "DATABASE_URL": "postgres://ada:secret@db/app",
    "GITHUB_TOKEN": "a-secret",
    "SECRET_KEY": "a-secret",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONPATH": "/home/ada/lib",
    "PYTHONHOME": "/home/ada/python",
    "PYTHONWARNINGS": "ignore",
    "VIRTUAL_ENV": "/home/ada/.venv",
    "LD_PRELOAD": "/home/ada/evil.so",
    "FLASK_DEBUG": "1",
    "DJANGO_SETTINGS_MODULE": "other.settings",
    "PORT": "80",
    "LCD": "not a locale",
    "path": "not the PATH",
}


@pytest.fixture(autouse=True)
def environment_of_a_user(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        monkeypatch.delenv(name)
    for name, value in (KEPT | NEEDED_FOR_THE_NETWORK | HELD_BACK).items():
        monkeypatch.setenv(name, value)


def test_only_the_allowed_variables_are_passed_on() -> None:
    environment = child_environment({})

    assert environment == KEPT | {"PYTHONUNBUFFERED": "1"}


def test_what_talks_to_an_index_is_given_the_network_as_well() -> None:
    environment = child_environment({}, network=True)

    assert environment == KEPT | NEEDED_FOR_THE_NETWORK | {"PYTHONUNBUFFERED": "1"}


@pytest.mark.parametrize("name", sorted(HELD_BACK))
def test_a_child_with_the_network_is_not_given(name: str) -> None:
    environment = child_environment({}, network=True)

    assert name not in environment


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("PATH", id="over a variable of the user"),
        pytest.param("PYTHONUNBUFFERED", id="over the one that is always set"),
        pytest.param("VIRTUAL_ENV", id="over the allow-list"),
    ],
)
def test_extra_wins(name: str) -> None:
    environment = child_environment({name: "/extra"})

    assert environment[name] == "/extra"


def test_extra_and_the_own_environment_are_left_as_they_were() -> None:
    extra, own = {"PATH": "/extra"}, dict(os.environ)

    child_environment(extra)["HOME"] = "/elsewhere"

    assert extra == {"PATH": "/extra"}
    assert dict(os.environ) == own


async def test_a_command_sees_the_given_environment_and_nothing_else(tmp_path: Path) -> None:
    environment = child_environment({"EXTRA": "a = b\tund ü"})

    await run(Command(["/usr/bin/env", "-0"], tmp_path, environment, tmp_path / "log"), deadline_seconds=20.0)

    seen = (tmp_path / "log").read_text(encoding="utf-8").rstrip("\0").split("\0")
    assert dict(line.split("=", 1) for line in seen) == environment


async def test_a_program_is_looked_for_on_the_given_path(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "hello"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho hello from here\n")
    program.chmod(0o755)

    environment = child_environment({"PATH": f"{program.parent}:/usr/bin:/bin"})
    await run(Command(["hello"], tmp_path, environment, tmp_path / "log"), deadline_seconds=20.0)

    assert (tmp_path / "log").read_text() == "hello from here\n"


def test_a_scratch_folder_is_short_enough_for_a_server_s_sockets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("deep" * 20)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))

    with scratch_folder("smoke") as folder:
        longest = folder / "turbogears2-3.13" / "tmp" / "pymp-abcdefgh" / "listener-abcdefgh"

        assert len(str(longest)) <= 103
