"""What the tests share: small starters made of the standard library alone, and the command line as a process."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import psutil
import pytest

from scaffold import head_start, starter
from scaffold.model import Environment, Starter
from scaffold.processes import scratch_folder

from .forking import MAIN, Forks

DEADLINE_SECONDS = 300.0
OWN_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"

APPLICATION = """
import http.server, json, os, sys

class Handler(http.server.BaseHTTPRequestHandler):
    server_version, sys_version = "tiny", ""

    def do_GET(self):
        path, _, query = self.path.partition("?")
        name = query.removeprefix("name=") or "world"
        pages = {"/hello": {"message": f"Hello {name}!"}, "/healthz": {"status": "ok"}}
        status, body = (200, pages[path]) if path in pages else (404, {"title": "not found"})
        if self.headers["Host"].startswith("foreign"):
            status = 400
        if path == "/":
            status, body = 200, {"hello": "/hello", "documentation": "https://example.org/"}
        text = json.dumps(body).encode()
        self.send_response(status)
        for header in (
            ("Content-Type", "application/json"), ("Content-Length", str(len(text))),
        ):
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(text)

    def end_headers(self):
        for header in (
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            ("Referrer-Policy", "same-origin"),
        ):
            self.send_header(*header)
        super().end_headers()

if not os.environ.get("SECRET_KEY", "from the file"):
    sys.exit("SECRET_KEY is not set")
http.server.ThreadingHTTPServer((sys.argv[1], int(sys.argv[2])), Handler).serve_forever()
"""

TABLE = """
[project]
name = "tiny"
version = "0"

[tool.scaffold]
framework = "tiny"
version = "0"
response = "json"
documentation = "https://example.org/"
secret = "SECRET_KEY"
dev = ["python", "app.py", "{host}", "{port}"]
serve = ["python", "app.py", "{host}", "{port}"]
"""

MakeStarter = Callable[[str], Starter]


@pytest.fixture
def make_starter(tmp_path: Path) -> MakeStarter:
    """Make a starter of one file whose two servers are `python app.py HOST PORT`."""

    def make(application: str = APPLICATION) -> Starter:
        folder = tmp_path / "tiny"
        folder.mkdir(exist_ok=True)
        (folder / "pyproject.toml").write_text(TABLE)
        (folder / "app.py").write_text(application)
        return starter.load(folder)

    return make


@pytest.fixture
def tiny(make_starter: MakeStarter) -> Starter:
    """A starter that keeps nearly all of the contract."""
    return make_starter(APPLICATION)


@pytest.fixture(scope="session")
def own_environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with nothing but the Python that runs the tests."""
    folder = tmp_path_factory.mktemp("environment")
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to(sys.executable)
    return Environment(path=folder, python=OWN_PYTHON)


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder as scaffold makes them: its path is short enough for a server's sockets, pytest's is not."""
    with scratch_folder("test") as folder:
        yield folder


@pytest.fixture(autouse=True)
def _no_process_left() -> Iterator[None]:
    """After each test this process has no new child but the supervisor, which waits for the next command."""
    before = _descendants()
    yield
    children = []
    for pid in _descendants() - before:
        with suppress(psutil.NoSuchProcess):
            children.append(psutil.Process(pid))
    children = [child for child in children if not _is_supervisor(child)]
    _, alive = psutil.wait_procs(children, timeout=3)
    assert not [child for child in alive if child.status() != psutil.STATUS_ZOMBIE]


def _descendants() -> set[int]:
    """The numbers of this process's children and of theirs; where the kernel tells, without looking at all others."""
    if not Path(f"/proc/self/task/{os.getpid()}/children").exists():
        return {child.pid for child in psutil.Process().children(recursive=True)}
    found: set[int] = set()
    new = {os.getpid()}
    while new:
        lists = [file for pid in new for file in Path(f"/proc/{pid}/task").glob("*/children")]
        new = {int(pid) for file in lists for pid in _text(file).split()} - found
        found |= new
    return found


def _text(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        # It has ended by now.
        return ""


def _is_supervisor(process: psutil.Process) -> bool:
    try:
        return any(word.endswith("processes/supervisor") for word in process.cmdline())
    except psutil.NoSuchProcess:
        return True


class CommandLine:
    """`scaffold` as a person runs it: a process of its own in a folder of its own, without a terminal."""

    def __init__(self, folder: Path, cache: Path, forks: Forks) -> None:
        self.folder = folder
        self.environ = own_environ(cache)
        self._forks = forks

    def __call__(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run it, forked from a process that has read its modules where it would read the same."""
        return self.run_by(MAIN, *arguments) if self._forks.can(self.environ) else self.anew(*arguments)

    def anew(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run it from the start of Python on."""
        return self._run(self.argv(*arguments))

    def run_by(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program in the place of `main`, with its modules read already where it would read the same."""
        words = list(map(str, arguments))
        if not self._forks.can(self.environ):
            return self._run([sys.executable, "-c", program, *words])
        done = self._forks.run(
            words, cwd=self.folder, environ=self.environ, deadline_seconds=DEADLINE_SECONDS, program=program
        )
        return subprocess.CompletedProcess(words, done.returncode, as_text(done.stdout), as_text(done.stderr))

    def _run(self, argv: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            argv,
            cwd=self.folder,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=DEADLINE_SECONDS,
            check=False,
        )

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.argv(*arguments),
            cwd=self.folder,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    @staticmethod
    def argv(*arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "scaffold", *map(str, arguments)]


def own_environ(cache: Path) -> dict[str, str]:
    """The environment of a command whose cache is its own."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # Not the cache of scaffold alone: without this, uv would fetch everything again for each test.
    return environ | {"XDG_CACHE_HOME": str(cache), "UV_CACHE_DIR": uv_cache()}


def as_text(said: bytes) -> str:
    """As `subprocess` reads text: in UTF-8, and every end of a line is one."""
    return said.decode().replace("\r\n", "\n").replace("\r", "\n")


def uv_cache() -> str:
    """Where uv keeps what it has fetched."""
    return os.environ.get("UV_CACHE_DIR") or _its_usual_cache()


@cache
def _its_usual_cache() -> str:
    from uv import find_uv_bin

    return subprocess.run([find_uv_bin(), "cache", "dir"], capture_output=True, text=True, check=True).stdout.strip()


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many tests wait for something, and would leave one free."""
    # macOS has no affinity.
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return processors + 1


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def forks(cache_folder: Path) -> Iterator[Forks]:
    forks = Forks(own_environ(cache_folder))
    yield forks
    forks.close()


@pytest.fixture
def forked_workers(forks: Forks, monkeypatch: pytest.MonkeyPatch) -> None:
    """Render workers fork from a process that has imported Copier, for tests of what is done with what they render."""
    monkeypatch.setattr(head_start, "_start", forks.worker)


@pytest.fixture
def scaffold(tmp_path: Path, cache_folder: Path, forks: Forks) -> CommandLine:
    folder = tmp_path / "work"
    folder.mkdir()
    return CommandLine(folder, cache_folder, forks)
