"""Programs, places, the port: looked at for real, on a machine that is made ill in one way at a time."""

import os
import shutil
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from scaffold.diagnosis import Finding, Grade, Machine, this_machine
from scaffold.diagnosis.disk import (
    look_at_folder,
    look_at_own_cache,
    look_at_temporary,
    look_at_uv_cache,
    trouble_of_writing,
)
from scaffold.diagnosis.installing import look_at_lock
from scaffold.diagnosis.ports import holder, look_at_port
from scaffold.diagnosis.programs import judge_command, look_at_git, look_at_python, look_at_uv
from scaffold.processes import reserve_port

LISTENER = """
import socket, sys, time
with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def machine() -> Machine:
    return replace(this_machine(), shell_name="bash", is_root=False, families=("ubuntu", "debian"))


def put_first(folder: Path, name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of that name, before all others on the path."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(text)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return program


def one(findings: object, about: str) -> Finding:
    (found,) = [finding for finding in findings if finding.about == about]  # type: ignore[attr-defined]
    assert isinstance(found, Finding)
    return found


def test_the_python_and_the_uv_that_run_here_are_in_order(machine: Machine) -> None:
    assert [finding.grade for finding in (*look_at_python(machine), *look_at_uv(machine))] == [Grade.OK, Grade.OK]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("#!/bin/sh\necho 'dyld: no libfoo' >&2\nexit 134\n", "dyld: no libfoo", id="fails"),
        pytest.param("#!/no/such/interpreter\n", "it is not there", id="without interpreter"),
        pytest.param("#!/bin/sh\necho git version 2.20.1\n", "older than 2.28", id="old"),
    ],
)
def test_a_git_that_does_not_do_is_a_warning_with_the_installation(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    put_first(tmp_path / "bin", "git", text, monkeypatch)

    (finding,) = look_at_git(machine)

    assert finding.grade is Grade.WARNING
    assert said in str(finding.problem)
    assert finding.command == "sudo apt-get update && sudo apt-get install --yes git"


def test_a_git_that_hangs_is_given_up_and_one_that_is_missing_is_installed(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scaffold.diagnosis.programs.PROGRAM_SECONDS", 0.5)
    put_first(tmp_path / "bin", "git", "#!/bin/sh\nsleep 60\n", monkeypatch)
    (hanging,) = look_at_git(machine)
    monkeypatch.setenv("PATH", str(tmp_path))
    (missing,) = look_at_git(replace(machine, is_root=True, families=("fedora",)))

    assert "did not answer" in str(hanging.problem)
    assert (missing.found, missing.command) == ("missing", "dnf install --assumeyes git")


def test_a_git_without_an_identity_says_how_to_give_one(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith(("GIT_", "EMAIL"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    (tmp_path / ".gitconfig").write_text("[user]\nuseConfigOnly = true\n")

    (before,) = look_at_git(machine)
    assert before.command is not None
    subprocess.run(["bash", "-c", before.command], check=True)
    (after,) = look_at_git(machine)

    assert before.grade is Grade.WARNING
    assert after.grade is Grade.OK


def test_another_uv_on_the_path_that_is_broken_or_old_is_a_warning(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_first(tmp_path / "bin", "uv", "#!/bin/sh\necho uv 0.4.1\n", monkeypatch)
    own, old = look_at_uv(machine)
    put_first(tmp_path / "bin", "uv", "#!/bin/sh\nexit 1\n", monkeypatch)
    _, broken = look_at_uv(machine)

    assert (own.grade, old.grade, broken.grade) == (Grade.OK, Grade.WARNING, Grade.WARNING)
    assert "is 0.4.1; the starters need 0.9 or newer" in str(old.problem)
    assert "does not work: it ends with status 1" in str(broken.problem)
    assert str(old.command).endswith(":$PATH")


def test_a_uv_of_scaffold_s_own_that_does_not_run_fails(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = put_first(tmp_path, "uv", "\x7fELF of another processor", monkeypatch)
    monkeypatch.setattr("scaffold.diagnosis.programs.find_uv_bin", lambda: str(broken))

    finding = next(iter(look_at_uv(machine)))

    assert finding.grade is Grade.FAILED
    assert "Exec format error" in str(finding.problem)
    assert finding.command == f'"{sys.executable}" -m pip install --force-reinstall uv'


def test_the_command_that_is_typed_is_compared_with_the_one_that_runs(machine: Machine, tmp_path: Path) -> None:
    ours = tmp_path / "venv" / "bin"
    ours.mkdir(parents=True)
    (tmp_path / "link").symlink_to(ours)

    assert judge_command(machine, ours, str(ours / "scaffold")).grade is Grade.OK
    assert judge_command(machine, ours, str(tmp_path / "link" / "scaffold")).grade is Grade.OK
    missing = judge_command(machine, ours, None)
    assert (missing.grade, missing.command) == (Grade.WARNING, f"export PATH={ours}:$PATH")
    assert "Another scaffold" in str(judge_command(machine, ours, "/usr/bin/scaffold").problem)


@pytest.mark.parametrize(
    ("variables", "grade", "said", "command"),
    [
        pytest.param({}, Grade.OK, "None", None, id="nothing set"),
        pytest.param(
            {"UV_RESOLUTION": "lowest"}, Grade.FAILED, "takes no starter's lock", "unset UV_RESOLUTION", id="way"
        ),
        pytest.param(
            {"UV_HTTP_TIMEOUT": "soon"}, Grade.FAILED, "invalid value `soon`", "unset UV_HTTP_TIMEOUT", id="value"
        ),
        pytest.param(
            {"UV_DEFAULT_INDEX": "https://me:s3cret@mirror.example/simple"},
            Grade.OK,
            "None",
            None,
            id="mirror",
        ),
        pytest.param(
            {"UV_CONFIG_FILE": "/none.toml"}, Grade.FAILED, "/none.toml", "unset UV_CONFIG_FILE", id="no file"
        ),
    ],
)
def test_uv_itself_says_whether_it_takes_a_starter_s_lock(
    machine: Machine,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    grade: Grade,
    said: str,
    command: str | None,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    (finding,) = look_at_lock(replace(machine, environ=dict(os.environ)))

    assert finding.grade is grade, finding
    assert said in str(finding.problem)
    assert finding.command == command
    assert "s3cret" not in repr(finding)


def test_a_file_of_settings_that_uv_cannot_take_a_lock_with_is_passed_over_with_the_command(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "uv").mkdir()
    (tmp_path / "uv" / "uv.toml").write_text('exclude-newer = "2020-01-01T00:00:00Z"\n')

    (before,) = look_at_lock(replace(machine, environ=dict(os.environ)))
    monkeypatch.setenv("UV_NO_CONFIG", "1")
    (after,) = look_at_lock(replace(machine, environ=dict(os.environ)))

    assert (before.grade, before.command) == (Grade.FAILED, "export UV_NO_CONFIG=1")
    assert after.grade is Grade.OK


def test_a_file_in_the_place_of_a_cache_is_told(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "file" / "uv"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    now = replace(machine, environ=dict(os.environ))

    cache, own = one(look_at_uv_cache(now), "uv's cache"), one(look_at_own_cache(now), "own cache")
    assert (cache.grade, own.grade) == (Grade.FAILED, Grade.WARNING), "without its own cache scaffold is only slower"
    assert f"{tmp_path / 'file'} is a file" in str(cache.problem)
    assert str(cache.command).startswith("export UV_CACHE_DIR=")


def test_a_look_at_a_place_leaves_nothing_and_makes_nothing(tmp_path: Path) -> None:
    assert trouble_of_writing(tmp_path / "not" / "there" / "yet") is None
    assert os.listdir(tmp_path) == []


def test_a_current_folder_that_was_removed_fails(machine: Machine) -> None:
    finding = one(look_at_folder(replace(machine, folder=None)), "folder")

    assert (finding.grade, finding.command) == (Grade.FAILED, "mkdir -p ~/code && cd ~/code")


def test_a_place_for_temporary_files_that_is_not_there_can_be_made_with_the_command(
    machine: Machine, tmp_path: Path
) -> None:
    wanted = tmp_path / "with a space"
    ill = replace(machine, environ={"TMPDIR": str(wanted)})

    finding = one(look_at_temporary(ill), "TMPDIR")
    subprocess.run(["bash", "-c", str(finding.command)], check=True)

    assert finding.grade is Grade.WARNING
    assert wanted.is_dir()


def in_mounted(options: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """scaffold doctor in a file system of its own, which nobody else sees and which is gone afterwards."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("a file system can only be mounted in a namespace of one's own")
    # Whoever stood in the folder before sees what is below the mount.
    script = f'mount -t tmpfs -o {options} tmpfs "$1" && cd "$1" && exec "$0" -m scaffold doctor --json'
    return subprocess.run(
        [unshare, "-rm", "sh", "-c", script, sys.executable, folder],
        env=os.environ | {"UV_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param("size=64k", "The disk is nearly full: a starter needs 400 MB", id="full"),
        pytest.param("size=1g,nr_inodes=1", "The disk is full", id="no place for another file"),
        pytest.param("size=1g,ro", "Read-only file system", id="read-only"),
        pytest.param("size=1g,noexec", "mounted with noexec", id="noexec"),
    ],
)
def test_a_folder_on_a_disk_that_does_not_do_fails(tmp_path: Path, options: str, said: str) -> None:
    done = in_mounted(options, tmp_path)

    assert '"about": "folder",\n      "status": "failed"' in done.stdout, done
    assert said in done.stdout
    assert done.returncode == 1


def test_a_port_that_a_process_has_is_a_warning_with_its_name(machine: Machine) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LISTENER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        (finding,) = look_at_port(machine, port)
        found = holder(port)
        process.communicate("")

    assert finding.grade is Grade.WARNING
    assert found is not None
    assert found.is_yours
    assert f"(process {process.pid})" in finding.found
    assert finding.command == f"kill {process.pid}"


def test_a_free_port_is_in_order_and_stays_free(machine: Machine) -> None:
    port = reserve_port()

    (finding,) = look_at_port(machine, port)

    assert finding.grade is Grade.OK
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", port))
