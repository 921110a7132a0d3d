"""`scaffold new --into` and `scaffold undo`: a folder in use gets what was decided, and gets back what it had."""

import asyncio
import fcntl
import json
import os
import pty
import random
import resource
import select
import shutil
import stat
import struct
import subprocess
import sys
import termios
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import psutil
import pyte
import pytest

from scaffold import inserting, undoing
from scaffold.backups import FOLDER
from scaffold.creation import Wish
from scaffold.errors import DestinationError, UsageError
from scaffold.inserting import Comparison, Insertion, Way

from .conftest import CommandLine
from .killed_insertions import tree
from .test_cli import only_a_sentence

ROOT = Path(__file__).parent.parent
SECONDS = 120.0


@pytest.fixture(scope="module")
def insertion() -> Insertion:
    """A rendered project, which every insertion copies."""
    return asyncio.run(inserting.rendered(Wish("my-app", "flask", install=False, git=False)))


@pytest.fixture(scope="module")
def installable() -> Insertion:
    """One that is to be installed."""
    return asyncio.run(inserting.rendered(Wish("my-app", "flask")))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder that is in use."""
    folder = tmp_path / "site"
    (folder / "tests").mkdir(parents=True)
    (folder / "README.md").write_text("# mine\n")
    (folder / "README.md").chmod(0o640)
    (folder / "tests" / "test_hello.py").write_text("mine\n")
    (folder / "notes.txt").write_text("mine\n")
    return folder


def compared(folder: Path, insertion: Insertion) -> Comparison:
    with inserting.held_for(folder) as held:
        return inserting.comparison(held, insertion)


async def insert(folder: Path, insertion: Insertion, way: Way, **others: Way) -> inserting.Inserted:
    """Insert with one way for all conflicts but for those whose last name without its end is in `others`."""
    with inserting.held_for(folder) as held:
        comparison = inserting.comparison(held, insertion)
        decisions = {
            conflict.part.path: others.get(Path(conflict.part.path).stem, way) for conflict in comparison.conflicts
        }
        return await inserting.carry_out(held, insertion, comparison, decisions)


def undo(folder: Path, *, force: bool = False) -> undoing.Undone:
    with undoing.undoing(folder) as (held, undo_):
        return undoing.carry_out(held, undo_, force=force)


async def test_each_file_is_kept_overwritten_or_written_beside_and_undo_puts_all_back(
    site: Path, insertion: Insertion
) -> None:
    (site / ".gitignore").write_text("mine\n")
    before, inodes = tree(site), (site / "README.md").stat().st_ino

    done = await insert(site, insertion, Way.KEEP, README=Way.OVERWRITE, test_hello=Way.BESIDE)

    assert (site / "README.md").read_text().startswith("# my-app\n")
    assert (site / "tests" / "test_hello.py").read_text() == "mine\n"
    assert "def test_hello" in (site / "tests" / "test_hello.py.new").read_text()
    assert (site / ".gitignore").read_text() == "mine\n"
    assert (site / "my_app" / "__init__.py").is_file()
    assert stat.S_IMODE((site / ".env").stat().st_mode) == 0o600
    assert "tests/test_hello.py.new" in {file.path for file in done.written}
    assert len(done.written) == len(insertion.parts) - 1

    undone = undo(site)

    assert tree(site) == before
    assert (site / "README.md").stat().st_ino == inodes
    assert undone.undo.restores == ("README.md",)
    with pytest.raises(UsageError, match="nothing to undo"):
        undo(site)


async def test_what_is_there_already_byte_for_byte_is_left_alone(site: Path, insertion: Insertion) -> None:
    await insert(site, insertion, Way.OVERWRITE)
    before = tree(site)

    comparison = compared(site, insertion)
    done = await insert(site, insertion, Way.OVERWRITE)

    assert (comparison.new, comparison.conflicts) == ((), ())
    assert len(comparison.same) == len(insertion.parts)
    assert done.written == ()
    assert tree(site) == before


async def test_two_insertions_are_undone_one_after_the_other(site: Path, insertion: Insertion) -> None:
    start = tree(site)
    await insert(site, insertion, Way.BESIDE)
    (site / "README.md.new").rename(site / "elsewhere")
    (site / "elsewhere").rename(site / "README.md.new")
    middle = {path: found for path, found in tree(site).items() if not path.startswith(FOLDER)}
    await insert(site, insertion, Way.OVERWRITE)

    undo(site)
    assert {path: found for path, found in tree(site).items() if not path.startswith(FOLDER)} == middle
    undo(site)

    assert tree(site) == start


def test_an_earlier_new_file_beside_is_never_overwritten(site: Path, insertion: Insertion) -> None:
    (site / "README.md.new").write_text("mine too\n")
    comparison = compared(site, insertion)

    with inserting.held_for(site) as held:
        changes = inserting.comparing.changes(
            held, comparison, {conflict.part.path: Way.BESIDE for conflict in comparison.conflicts}
        )

    assert {change.path for change in changes} >= {"README.md.new.1", "tests/test_hello.py.new"}
    assert "README.md.new" not in {change.path for change in changes}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("way", "problem", "ways"),
    [
        pytest.param("link", "is a link to", "keep overwrite beside", id="a link in the place of a file"),
        pytest.param("dangling", "is a link to", "keep overwrite beside", id="a link to nothing"),
        pytest.param("folder", "is a folder", "keep beside", id="a folder in the place of a file"),
        pytest.param("pipe", "is neither", "keep beside", id="a pipe in the place of a file"),
        pytest.param("linked folder", "is a link where a folder", "keep", id="a link on the way"),
        pytest.param("file on the way", "is a file where a folder", "keep", id="a file on the way"),
        pytest.param("case", "only in case", "keep overwrite beside", id="another case"),
        pytest.param("case of a folder", "only in case", "keep", id="another case on the way"),
    ],
)
async def test_nothing_is_written_through_what_is_in_the_way(
    tmp_path: Path, insertion: Insertion, way: str, problem: str, ways: str
) -> None:
    site, outside = tmp_path / "site", tmp_path / "outside"
    site.mkdir()
    outside.mkdir()
    (outside / "secret").write_text("theirs\n")
    match way:
        case "link":
            (site / "README.md").symlink_to(outside / "secret")
        case "dangling":
            (site / "README.md").symlink_to(outside / "nothing")
        case "folder":
            (site / "README.md").mkdir()
        case "pipe":
            os.mkfifo(site / "README.md")
        case "linked folder":
            (site / "my_app").symlink_to(outside)
        case "file on the way":
            (site / "my_app").write_text("mine\n")
        case "case":
            (site / "readme.MD").write_text("mine\n")
        case "case of a folder":
            (site / "MY_APP").mkdir()
    before, theirs = tree(site), tree(outside)

    conflicts = compared(site, insertion).conflicts
    for way_ in conflicts[0].ways:
        await insert(site, insertion, way_)
        assert tree(outside) == theirs
        undo(site)
        assert tree(site) == before

    assert problem in conflicts[0].problem
    assert " ".join(conflicts[0].ways) == ways
    if Way.OVERWRITE not in conflicts[0].ways:
        with pytest.raises(DestinationError, match="Nothing was changed; move it away"):
            await insert(site, insertion, Way.OVERWRITE)
        assert tree(site) == before


async def test_a_link_that_comes_on_the_way_after_the_comparison_is_not_followed(
    site: Path, insertion: Insertion, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    with inserting.held_for(site) as held:
        comparison = inserting.comparison(held, insertion)
        shutil.move(site / "tests", tmp_path / "moved")
        (site / "tests").symlink_to(outside)
        before = tree(site)

        with pytest.raises(DestinationError, match="Everything there is as it was"):
            await inserting.carry_out(
                held, insertion, comparison, {conflict.part.path: Way.KEEP for conflict in comparison.conflicts}
            )

    assert tree(outside) == {}
    assert tree(site) == before


async def test_a_file_that_changes_after_the_comparison_is_not_overwritten(site: Path, insertion: Insertion) -> None:
    with inserting.held_for(site) as held:
        comparison = inserting.comparison(held, insertion)
        (site / "README.md").write_text("still mine\n")
        (site / "AGENTS.md").write_text("just came\n")
        before = tree(site)

        for way in (Way.OVERWRITE, Way.KEEP):
            with pytest.raises(DestinationError, match="Everything there is as it was"):
                await inserting.carry_out(
                    held, insertion, comparison, {conflict.part.path: way for conflict in comparison.conflicts}
                )

    assert tree(site) == before


async def test_where_the_disk_takes_no_more_all_is_put_back(site: Path, insertion: Insertion) -> None:
    before = tree(site)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    longest = max(len(part.data) for part in insertion.parts)

    resource.setrlimit(resource.RLIMIT_FSIZE, (longest - 1, hard))
    try:
        with pytest.raises(DestinationError, match="Everything there is as it was"):
            await insert(site, insertion, Way.OVERWRITE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert tree(site) == before


async def test_of_two_at_once_one_is_refused(site: Path, insertion: Insertion) -> None:
    with inserting.held_for(site):
        with pytest.raises(DestinationError, match="Another scaffold is at work"), inserting.held_for(site):
            pass
        with pytest.raises(DestinationError, match="Another scaffold is at work"), undoing.undoing(site):
            pass

    await insert(site, insertion, Way.KEEP)


@pytest.mark.parametrize("place", ["nothing", "file", "link", "repository"])
def test_a_place_that_is_no_folder_is_refused(tmp_path: Path, place: str) -> None:
    path = tmp_path / "place"
    match place:
        case "file":
            path.write_text("mine")
        case "link":
            path.symlink_to(tmp_path)
        case "repository":
            path = tmp_path / ".git"
            path.mkdir()

    with pytest.raises(DestinationError, match="Nothing was changed"), inserting.held_for(path):
        pass


async def test_undo_refuses_files_that_were_changed_since_unless_it_is_forced(site: Path, insertion: Insertion) -> None:
    before = tree(site)
    await insert(site, insertion, Way.OVERWRITE)
    (site / "README.md").write_text("better\n")
    (site / "AGENTS.md").write_text("better\n")
    changed = tree(site)

    with pytest.raises(DestinationError, match=r"changed after the insertion.*--force"):
        undo(site)
    assert tree(site) == changed

    undo(site, force=True)
    assert tree(site) == before


async def test_undo_leaves_what_others_put_into_the_folders_that_were_made(site: Path, insertion: Insertion) -> None:
    await insert(site, insertion, Way.KEEP)
    (site / "my_app" / "own.py").write_text("mine\n")
    (site / "my_app" / "templates" / "__pycache__").mkdir()

    undone = undo(site)

    assert undone.kept_folders == ("my_app",)
    assert os.listdir(site / "my_app") == ["own.py"]


async def test_a_file_that_was_taken_away_since_comes_back_with_its_folder(site: Path, insertion: Insertion) -> None:
    before = tree(site)
    await insert(site, insertion, Way.OVERWRITE)
    shutil.rmtree(site / "tests")

    undo(site)

    assert {path: found[2] for path, found in tree(site).items()} == {path: each[2] for path, each in before.items()}


@pytest.mark.parametrize("path", ["../outside", "/etc/passwd", ".git/config", "a/../../b", "", FOLDER])
def test_a_journal_that_names_what_is_outside_is_refused(site: Path, path: str) -> None:
    """A repository that somebody else made may have such a folder in it."""
    (site / FOLDER / "1").mkdir(parents=True)
    state = {"kind": "file", "mode": 420, "digest": ""}
    data = {
        "journal": 1, "project": "x", "framework": "x", "at": "", "folders": [], "environment": False,
        "entries": [{"path": path, "after": state, "before": None}],
    }  # fmt: skip
    (site / FOLDER / "1" / "done.json").write_text(json.dumps(data))
    before = tree(site)

    with pytest.raises(DestinationError, match="cannot be read"):
        undo(site)

    assert tree(site) == before


def test_a_folder_of_journals_that_is_a_link_is_refused(site: Path, tmp_path: Path) -> None:
    (site / FOLDER).symlink_to(tmp_path)

    with pytest.raises(DestinationError, match="not a folder of scaffold's"), inserting.held_for(site):
        pass


async def test_without_our_pyproject_it_says_which_dependencies_are_left_to_add(
    site: Path, installable: Insertion
) -> None:
    (site / "pyproject.toml").write_text('[project]\nname = "site"\nversion = "1"\ndependencies = ["Flask"]\n')

    done = await insert(site, installable, Way.KEEP)

    assert done.environment is None
    assert [step.split()[1] for step in done.next_steps[1:]] == ["add", "add", "run"]
    assert "gunicorn" in done.next_steps[1]
    assert "flask" not in done.next_steps[1]
    assert done.next_steps[2].split()[2] == "--dev"
    assert not (site / ".venv").exists()


async def test_with_another_lock_nothing_is_installed_and_the_lock_is_the_first_thing_left(
    site: Path, installable: Insertion
) -> None:
    (site / "uv.lock").write_text("version = 1\n")

    done = await insert(site, installable, Way.KEEP)

    assert done.environment is None
    assert [step.split()[1:] for step in done.next_steps[1:3]] == [["lock"], ["sync", "--locked"]]


async def test_a_secret_that_git_would_take_is_said_and_git_s_folder_is_not_touched(
    site: Path, insertion: Insertion
) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=site, check=True)
    (site / ".gitignore").write_text("mine\n")
    before = tree(site)

    kept = await insert(site, insertion, Way.KEEP)
    undo(site)
    assert tree(site) == before
    overwritten = await insert(site, insertion, Way.OVERWRITE)

    assert kept.exposed == (".env",)
    assert overwritten.exposed == ()
    assert tree(site / ".git") == {
        path.removeprefix(".git/"): found for path, found in before.items() if path.startswith(".git/")
    }


async def test_names_that_a_file_system_takes_for_the_same_are_conflicts(tmp_path: Path, insertion: Insertion) -> None:
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, "ä")).mkdir()
    (tmp_path / "Agents.MD").write_text("mine\n")

    (conflict,) = compared(tmp_path, insertion).conflicts

    assert (conflict.part.path, conflict.there) == ("AGENTS.md", "Agents.MD")


# The command line.


def test_without_a_terminal_it_is_refused_unless_there_is_a_policy(scaffold: CommandLine, site: Path) -> None:
    before = tree(site)

    done = scaffold("new", "my-app", "-f", "flask", "--into", site)

    assert done.returncode == 4
    assert "--conflicts with one of: keep, overwrite, beside, refuse" in only_a_sentence(done)
    assert tree(site) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        pytest.param(("--conflicts", "refuse"), 4, "README.md is a different file, and 1 more", id="refuse"),
        pytest.param(("--conflicts", "merge"), 2, "There are: keep, overwrite", id="no policy"),
        pytest.param(("--conflicts", "keep", "--dest", "x"), 2, "do not go together", id="dest"),
        pytest.param(("--conflicts", "keep", "--run"), 2, "do not go together", id="run"),
        pytest.param(("--conflicts", "keep", "--resume"), 2, "do not go together", id="resume"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    scaffold: CommandLine, site: Path, arguments: tuple[str, ...], exit_code: int, said: str
) -> None:
    before = tree(site)

    done = scaffold("new", "my-app", "-f", "flask", "--into", site, *arguments)

    assert said in only_a_sentence(done)
    assert done.returncode == exit_code
    assert tree(site) == before


@pytest.mark.slow
def test_into_asks_neither_for_a_name_nor_for_a_framework(scaffold: CommandLine, site: Path) -> None:
    person = Person(scaffold, "new", "--into", site)

    assert person.waits() == 2
    assert "Not given: NAME and --framework" in person.text


@pytest.mark.slow
def test_conflicts_without_into_is_refused(scaffold: CommandLine) -> None:
    assert "--into" in only_a_sentence(scaffold("new", "my-app", "-f", "flask", "--conflicts", "keep"))


def test_a_dry_run_shows_what_is_new_and_a_diff_of_what_is_in_the_way_and_no_secret(
    scaffold: CommandLine, site: Path
) -> None:
    (site / ".env").write_text("SECRET_KEY=hunter2\n")
    (site / "AGENTS.md").write_bytes(b"\0\xff")
    (site / "tests" / "test_hello.py").write_text("\x1b[2Jmine\n")
    before = tree(site)

    done = scaffold("new", "my-app", "-f", "flask", "--into", site, "--dry-run")

    assert done.returncode == 0
    assert "── conftest.py" in done.stdout
    assert "--- README.md (yours)\n+++ README.md (starter)\n" in done.stdout
    assert "\n-# mine\n" in done.stdout
    assert "more lines\n" in done.stdout
    assert "(binary: 2 bytes there, " in done.stdout
    assert "hunter2" not in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stdout.endswith("Nothing was written.\n")
    assert tree(site) == before


@pytest.mark.slow
def test_as_json_it_says_what_was_written_and_undo_what_was_put_back(scaffold: CommandLine, site: Path) -> None:
    before = tree(site)

    done = scaffold(
        "new", "my-app", "-f", "flask", "--into", site, "--no-install", "--conflicts", "overwrite", "--json"
    )
    undone = scaffold("undo", site, "--json")

    said = json.loads(done.stdout)
    assert (said["schema"], said["path"], said["installed"], said["undo"]) == (1, str(site), False, True)
    assert {conflict["path"]: conflict["way"] for conflict in said["conflicts"]} == {
        "README.md": "overwrite",
        "tests/test_hello.py": "overwrite",
    }
    assert len(said["files"]) == len(said["new"]) + 2
    put_back = json.loads(undone.stdout)
    assert sorted(put_back["restores"]) == ["README.md", "tests/test_hello.py"]
    assert (put_back["schema"], put_back["changed"], put_back["interrupted"]) == (1, [], False)
    assert tree(site) == before
    assert scaffold("undo", site).returncode == 2


@pytest.mark.slow
def test_a_dry_undo_shows_what_it_would_do_and_does_nothing(scaffold: CommandLine, site: Path) -> None:
    assert (
        scaffold("new", "my-app", "-f", "flask", "--into", site, "--no-install", "--conflicts", "keep").returncode == 0
    )
    before = tree(site)

    done = scaffold("undo", site, "--dry-run")

    assert "  remove         my_app/__init__.py\n" in done.stdout
    assert tree(site) == before


class Person:
    """Somebody at a terminal of 24 lines, who answers when a question is on the screen."""

    def __init__(self, scaffold: CommandLine, *arguments: str | Path) -> None:
        self.screen = pyte.HistoryScreen(80, 24, history=1000)
        self._stream = pyte.ByteStream(self.screen)
        self._terminal, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        of_tests = ("CI", "COLUMNS", "LINES", "NO_COLOR")
        environ = {name: value for name, value in scaffold.environ.items() if name not in of_tests} | {"TERM": "xterm"}
        self.process = subprocess.Popen(
            scaffold.argv(*arguments), cwd=scaffold.folder, env=environ, stdin=its, stdout=its, stderr=its,
            start_new_session=True,
            # Else Ctrl-C would reach nobody.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(its)

    @property
    def text(self) -> str:
        """All that was on the screen, also what has left it."""
        above = ["".join(line[x].data for x in range(80)).rstrip() for line in self.screen.history.top]
        return "\n".join([*above, *(line.rstrip() for line in self.screen.display)])

    def sees(self, text: str) -> None:
        deadline = time.monotonic() + SECONDS
        while text not in self.text:
            assert time.monotonic() < deadline, self.text
            assert self._read() or text in self.text, self.text

    def types(self, keys: str) -> None:
        os.write(self._terminal, keys.encode())

    def waits(self) -> int:
        while self._read():
            pass
        os.close(self._terminal)
        return self.process.wait(timeout=SECONDS)

    def _read(self) -> bytes:
        ready, _, _ = select.select([self._terminal], [], [], SECONDS)
        assert ready, self.text
        try:
            data = os.read(self._terminal, 65536)
        except OSError:
            # Linux's way to say that nobody has the other end any more.
            return b""
        self._stream.feed(data)
        return data


@pytest.fixture
def at_a_terminal(scaffold: CommandLine, site: Path) -> Iterator[Person]:
    (site / "AGENTS.md").write_text("mine\n")
    person = Person(scaffold, "new", "my-app", "-f", "flask", "--into", site, "--no-install")
    yield person
    if person.process.poll() is None:
        person.process.kill()
        person.process.wait()


@pytest.mark.slow
def test_on_a_terminal_each_conflict_is_asked_about_and_then_once_for_all(at_a_terminal: Person, site: Path) -> None:
    person = at_a_terminal

    person.sees("AGENTS.md is a different file.")
    person.sees("1 of 3: [k]eep, [o]verwrite, [b]eside, [d]iff; capital: all the rest [k]:")
    person.types("x\r")
    person.sees("'x' is none of these.")
    person.types("d\r")
    person.sees("+# Working on my-app")
    person.types("o\r")
    person.sees("2 of 3:")
    assert "more lines" in person.text
    person.types("B\r")
    person.sees("  overwrite  AGENTS.md (the old one is kept for undo)")
    person.sees("  beside     tests/test_hello.py.new")
    person.sees("Write this? [Y/n]:")
    assert not (site / "my_app").exists()
    person.types("\r")
    code = person.waits()

    assert code == 0, person.text
    assert "3 of 3" not in person.text
    assert (site / "AGENTS.md").read_text() != "mine\n"
    assert (site / "README.md").read_text() == "# mine\n"
    assert (site / "README.md.new").is_file()
    assert "scaffold undo" in person.text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("keys", "code"), [pytest.param("K\rn\r", 0, id="no"), pytest.param("K\r\x03", 130, id="Ctrl-C"), ("\x04", 130)]
)
def test_who_does_not_agree_finds_nothing_changed(at_a_terminal: Person, site: Path, keys: str, code: int) -> None:
    before = tree(site)

    at_a_terminal.sees("1 of 3:")
    at_a_terminal.types(keys[:2])
    if keys[2:]:
        at_a_terminal.sees("[Y/n]:")
        at_a_terminal.types(keys[2:])

    assert at_a_terminal.waits() == code, at_a_terminal.text
    assert "Traceback" not in at_a_terminal.text
    assert tree(site) == before


# Killed.


@pytest.mark.slow
def test_killed_around_any_system_call_of_an_insertion_or_an_undo_all_comes_back(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed_insertions", tmp_path],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert all(int(count) > 100 for count in done.stdout.split())
    assert len(done.stdout.split()) == 2


@pytest.mark.slow
def test_the_command_killed_at_any_moment_leaves_what_undo_puts_back(scaffold: CommandLine, site: Path) -> None:
    before = tree(site)
    moments = random.Random(5)  # noqa: S311  (moments, not secrets)
    begun = time.monotonic()
    # From its start on, as those that are killed.
    assert scaffold.anew("new", "my-app", "-f", "flask", "--into", site, "--conflicts", "overwrite").returncode == 0
    whole = time.monotonic() - begun
    assert scaffold("undo", site).returncode == 0
    assert tree(site) == before

    for _ in range(16):
        process = scaffold.start("new", "my-app", "-f", "flask", "--into", site, "--conflicts", "overwrite")
        time.sleep(moments.uniform(0.2, 1.0) * whole)
        process.kill()
        process.communicate(timeout=SECONDS)
        wait_until_nobody_works_in(site)
        code = scaffold("undo", site).returncode
        assert tree(site) == before
        assert code in (0, 2)


def wait_until_nobody_works_in(folder: Path) -> None:
    """An installation that scaffold was killed in is ended by the supervisor, a moment later."""
    deadline = time.monotonic() + SECONDS
    while any(works_in(process, folder) for process in psutil.process_iter()):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.cwd().startswith(str(folder))
    except psutil.Error:
        return False
