import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scaffold.environment import Loan, borrow, own_version, pool

Lend = Callable[[Path], Loan]

HOLDER = """
import sys
from pathlib import Path
from scaffold.environment import borrow
loan = borrow(Path(sys.argv[1]), sys.argv[2])
(loan.path / "half").mkdir(parents=True)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return project_with(tmp_path / "project", "version = 1\n")


def project_with(folder: Path, lock: str) -> Path:
    folder.mkdir()
    (folder / "uv.lock").write_text(lock)
    (folder / "pyproject.toml").write_text("[project]\n")
    return folder


@pytest.fixture
def lend() -> Iterator[Lend]:
    lent: list[Loan] = []

    def lend(project: Path) -> Loan:
        loan = borrow(project, own_version())
        assert loan is not None
        lent.append(loan)
        return loan

    yield lend
    for loan in lent:
        loan._lock.close()


def install(loan: Loan, *, linked: bool = True) -> Path:
    """What uv does: a module that is also in its cache."""
    module = loan.path / "lib" / f"python{own_version()}" / "site-packages" / "pkg" / "__init__.py"
    module.parent.mkdir(parents=True)
    module.write_text("VALUE = 42\n")
    if linked:
        os.link(module, loan.path.parent.parent.parent / f"wheel-{time.monotonic_ns()}.py")
    loan.was_installed()
    return module


def test_an_environment_is_lent_again_for_the_same_lock(project: Path, lend: Lend) -> None:
    first = lend(project)
    module = install(first)
    first.give_back(passed=True)

    second = lend(project)

    assert (first.fresh, second.fresh) == (True, False)
    assert second.path == first.path
    assert module.exists()


@pytest.mark.parametrize("file", ["uv.lock", "pyproject.toml"])
def test_another_lock_or_project_file_gets_another_environment(project: Path, file: str, lend: Lend) -> None:
    first = lend(project)
    install(first)
    first.give_back(passed=True)
    (project / file).write_text("# changed\n")

    second = lend(project)

    assert second.fresh
    assert second.path != first.path


def test_one_that_is_lent_is_not_lent_to_another(project: Path, lend: Lend) -> None:
    first = lend(project)

    assert borrow(project, own_version()) is None

    first.give_back(passed=False)
    assert lend(project).fresh


def test_one_in_which_something_failed_is_not_kept(project: Path, lend: Lend) -> None:
    first = lend(project)
    install(first)
    first.give_back(passed=False)

    assert not first.path.exists()
    assert lend(project).fresh


@pytest.mark.parametrize("change", ["written", "added", "removed"])
def test_one_that_the_starter_changed_is_not_kept(project: Path, change: str, lend: Lend) -> None:
    first = lend(project)
    module = install(first)
    if change == "written":
        # Replaced, as pip would: the file in uv's cache is the same inode.
        module.unlink()
        module.write_text("VALUE = 43\n")
    elif change == "added":
        module.with_name("more.py").write_text("")
    else:
        module.with_name("other").mkdir()
        module.unlink()
    first.give_back(passed=True)

    assert not first.path.exists()


def test_bytecode_is_no_change(project: Path, lend: Lend) -> None:
    first = lend(project)
    module = install(first)
    (module.parent / "__pycache__").mkdir()
    (module.parent / "__pycache__" / "__init__.cpython-311.pyc").write_bytes(b"")
    first.give_back(passed=True)

    assert not lend(project).fresh


def test_one_whose_files_are_copies_is_not_kept(project: Path, lend: Lend) -> None:
    first = lend(project)
    install(first, linked=False)
    first.give_back(passed=True)

    assert not first.path.exists()


def test_one_whose_holder_was_killed_is_made_anew(project: Path, lend: Lend) -> None:
    first = lend(project)
    install(first)
    first.give_back(passed=True)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(project), own_version()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert borrow(project, own_version()) is None
        holder.send_signal(signal.SIGKILL)

    second = lend(project)

    assert second.fresh
    assert not second.path.exists()


def test_what_was_not_used_for_a_month_is_forgotten_with_its_lock(project: Path, tmp_path: Path, lend: Lend) -> None:
    first = lend(project)
    install(first)
    first.give_back(passed=True)
    long_ago = time.time() - (pool.UNUSED_DAYS + 1) * 86_400
    os.utime(first.path.with_name("whole"), (long_ago, long_ago))

    second = lend(project_with(tmp_path / "other", "version = 2\n"))
    install(second)
    second.give_back(passed=True)

    kept = {path.name for path in second.path.parent.parent.iterdir()}
    assert kept == {second.path.parent.name, f"{second.path.parent.name}.lock"}


def test_the_oldest_are_forgotten_where_there_are_too_many(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lend: Lend
) -> None:
    monkeypatch.setattr(pool, "MOST_KEPT", 2)
    loans = []
    for number in range(3):
        loan = lend(project_with(tmp_path / f"project-{number}", f"version = {number + 2}\n"))
        install(loan)
        loan.give_back(passed=True)
        loans.append(loan)
        os.utime(loan.path.with_name("whole"), (time.time() - 100 + number, time.time() - 100 + number))

    last = lend(project)
    install(last)
    last.give_back(passed=True)

    assert [loan.path.exists() for loan in [*loans, last]] == [False, False, True, True]


def test_a_cache_that_cannot_be_written_lends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    assert borrow(project_with(tmp_path / "project", ""), own_version()) is None
