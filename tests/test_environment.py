import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scaffold import environment
from scaffold.environment import bytecode, find_interpreter, interpreters, missing, own_version
from scaffold.environment.remnants import clear_remnants
from scaffold.errors import InstallationError, ToolMissingError, UsageError
from scaffold.model import Environment, Starter

OTHER = next((v for v in ("3.12", "3.13", "3.11") if v != own_version()), "3.12")


def version_of(python: Path) -> str:
    return subprocess.run(
        [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.fixture(autouse=True)
def _forget_what_was_found() -> None:
    find_interpreter.cache_clear()


def test_the_own_version_is_the_interpreter_that_runs_scaffold() -> None:
    found = find_interpreter(own_version())

    assert found.samefile(getattr(sys, "_base_executable", sys.executable))


def test_a_shim_on_the_path_that_fails_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shims, versions = tmp_path / "bin", tmp_path / "pyenv" / "versions"
    real = versions / f"{OTHER}.99" / "bin" / f"python{OTHER}"
    for folder in (shims, real.parent):
        folder.mkdir(parents=True)
    shim = shims / f"python{OTHER}"
    shim.write_text("#!/bin/sh\necho 'pyenv: command not found' >&2\nexit 127\n")
    real.write_text(f"#!/bin/sh\necho {OTHER}\n")
    for script in (shim, real):
        script.chmod(0o755)
    monkeypatch.setenv("PATH", str(shims))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))

    assert find_interpreter(OTHER) == real


def test_an_interpreter_that_says_another_version_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    liar = tmp_path / f"python{OTHER}"
    liar.symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setattr(interpreters, "_installed_by_uv", lambda version: iter(()))

    with pytest.raises(ToolMissingError, match=f"uv python install {OTHER}"):
        find_interpreter(OTHER)


@pytest.mark.parametrize("text", ["3", "three", "3.12.1", "3.", "2.7", "3.12; rm -rf /", ""])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a Python version"):
        find_interpreter(text)


def test_a_folder_without_an_environment_has_none(tiny: Starter) -> None:
    assert environment.installed(tiny) is None


def test_an_environment_is_recognised_with_its_python(tiny: Starter) -> None:
    (tiny.path / ".venv" / "bin").mkdir(parents=True)
    (tiny.path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (tiny.path / ".venv" / "pyvenv.cfg").write_text("home = /usr/bin\nversion_info = 3.12.1\n")

    assert environment.installed(tiny) == Environment(tiny.path / ".venv", "3.12")


def test_an_environment_whose_interpreter_is_gone_is_none(tiny: Starter) -> None:
    (tiny.path / ".venv" / "bin").mkdir(parents=True)
    (tiny.path / ".venv" / "bin" / "python").symlink_to(tiny.path / "gone")
    (tiny.path / ".venv" / "pyvenv.cfg").write_text("version_info = 3.12.1\n")

    assert environment.installed(tiny) is None


async def test_a_project_without_a_lock_cannot_be_installed_and_uv_says_why(tiny: Starter, scratch: Path) -> None:
    with pytest.raises(InstallationError, match=r"uv\.lock"):
        await environment.install(tiny, python=None, log=scratch / "install.log")


def packages(folder: Path) -> tuple[Environment, Path]:
    """An environment with a module that has, as uv's do, a second name in a cache."""
    site = folder / "lib" / f"python{own_version()}" / "site-packages"
    (site / "pkg").mkdir(parents=True)
    return Environment(folder, own_version()), site / "pkg" / "module.py"


def test_where_the_cache_cannot_be_written_no_bytecode_is_kept_and_none_is_lent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not a folder without permissions, which root has all the same.
    (tmp_path / "cache").write_text("mine")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    environment, module = packages(tmp_path / "first")
    module.write_text("VALUE = 42\n")

    assert (bytecode.keep_bytecode(environment), bytecode.lend_bytecode(environment)) == (0, 0)
    assert (tmp_path / "cache").read_text() == "mine"


def test_bytecode_is_kept_once_and_lent_to_the_next_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "wheel.py").write_text("VALUE = 42\n")
    (first, first_module), (second, second_module) = packages(tmp_path / "first"), packages(tmp_path / "second")
    for module in (first_module, second_module):
        os.link(tmp_path / "wheel.py", module)
    # Under the path of the first environment, as Python would.
    subprocess.run([sys.executable, "-m", "py_compile", str(first_module)], check=True)

    kept, again = bytecode.keep_bytecode(first), bytecode.keep_bytecode(first)
    lent = bytecode.lend_bytecode(second)

    assert (kept, again, lent) == (1, 0, 1)
    (compiled,) = second_module.parent.glob("__pycache__/*.pyc")
    checked = subprocess.run(
        [sys.executable, "-v", "-c", "import pkg.module; print(pkg.module.VALUE, pkg.module.__file__)"],
        cwd=second_module.parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert checked.stdout.split() == ["42", str(second_module)]
    assert f"{compiled} matches" in checked.stderr.replace("# ", "")


def test_a_changed_module_is_lent_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "wheel.py").write_text("VALUE = 42\n")
    (first, first_module), (second, second_module) = packages(tmp_path / "first"), packages(tmp_path / "second")
    os.link(tmp_path / "wheel.py", first_module)
    subprocess.run([sys.executable, "-m", "py_compile", str(first_module)], check=True)
    bytecode.keep_bytecode(first)
    second_module.write_text("VALUE = 43\n")

    assert bytecode.lend_bytecode(second) == 0


def test_a_module_that_is_a_copy_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first, module = packages(tmp_path / "first")
    module.write_text("VALUE = 42\n")
    subprocess.run([sys.executable, "-m", "py_compile", str(module)], check=True)

    assert bytecode.keep_bytecode(first) == 0


def test_bytecode_that_is_taken_back_is_still_lent_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "wheel.py").write_text("VALUE = 42\n")
    (first, first_module), (second, second_module) = packages(tmp_path / "first"), packages(tmp_path / "second")
    for module in (first_module, second_module):
        os.link(tmp_path / "wheel.py", module)
    subprocess.run([sys.executable, "-m", "py_compile", str(first_module)], check=True)
    bytecode.keep_bytecode(first)

    bytecode.take_back_bytecode(first, ["pkg/module.py", "pkg/never_imported.py"])

    assert list(first_module.parent.glob("__pycache__/*")) == []
    assert bytecode.lend_bytecode(second) == 1


async def test_packages_beside_an_environment_are_found_by_its_programs_and_leave_it_as_it_was(
    own_environment: Environment, tmp_path: Path
) -> None:
    wheel = tmp_path / "beside_it-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("beside_it.py", "said = 42\n")
        archive.writestr("beside_it-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: beside-it\nVersion: 1.0\n")
        archive.writestr(
            "beside_it-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr("beside_it-1.0.dist-info/RECORD", "")
    before = sorted(own_environment.path.rglob("*"))

    more = await environment.with_packages(own_environment, (str(wheel),), tmp_path / "more")

    variables = environment.program_environment(more, tmp_path)
    ask = [str(own_environment.bin / "python"), "-c", "import beside_it; print(beside_it.said)"]
    assert subprocess.run(ask, env=variables, capture_output=True, text=True, check=True).stdout == "42\n"
    assert sorted(own_environment.path.rglob("*")) == before


def test_packages_of_which_files_are_missing_are_named_and_those_that_were_changed_are_not(
    tmp_path: Path,
) -> None:
    for name in ("whole", "changed", "partial"):
        info = tmp_path / "lib" / "python3.12" / "site-packages" / f"{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (info.parent / f"{name}.py").write_text("1")
        (info / "RECORD").write_text(f"{name}.py,,1\n{name}-1.0.dist-info/RECORD,,\n")
    (info.parent / "changed.py").write_text("print('looked into')")
    assert missing(tmp_path) is None

    (info.parent / "partial.py").unlink()

    assert str(missing(tmp_path)).startswith(f"In {tmp_path.name} files of partial are missing")


def test_a_file_that_two_packages_have_makes_neither_of_them_partial(tmp_path: Path) -> None:
    for name, size in (("one", 1), ("other", 9)):
        info = tmp_path / "lib" / "python3.12" / "site-packages" / f"{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "INSTALLER").write_text("uv")
        (info / "RECORD").write_text(f"{info.name}/INSTALLER,,2\n{info.name}/RECORD,,\ndoc.txt,,{size}\n")
        (info.parent / "doc.txt").write_text("x" * size)
    assert clear_remnants(tmp_path) == []

    (tmp_path / "lib" / "python3.12" / "site-packages" / "doc.txt").unlink()

    assert clear_remnants(tmp_path) == ["one", "other"]
