"""Starters that do everything wrong: each a clear outcome within its deadline, nothing of it left, no other delayed."""

import asyncio
import shutil
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from scaffold import catalog, server
from scaffold.contract import STOP_SECONDS
from scaffold.matrix import Matrix
from scaffold.model import Cell, Environment, Framework, Mode, Outcome, Status
from scaffold.probe import asking
from scaffold.processes import LOG_LIMIT_BYTES
from scaffold.prove import Subject, commands, servers
from scaffold.smoke_testing import smoke

from .conftest import APPLICATION, OWN_PYTHON, TABLE, MakeStarter

# Nearly every test here renders or boots something.
pytestmark = pytest.mark.slow

# Instead of 45.
BOOT_SECONDS = 2.0
# For what a busy machine adds to a deadline.
SLACK_SECONDS = 10.0


def tiny(misbehaviour: str = "") -> str:
    """A server that keeps the whole contract, but for what runs before it begins to serve."""
    return APPLICATION.replace(
        "if not os.environ",
        f"""
def answer(self, do_GET=Handler.do_GET):
    self.path = "/hello" if self.path == "/hello/" else self.path
    do_GET(self)

def refuse(self):
    self.send_response(405)
    self.send_header("Content-Length", "0")
    self.end_headers()

Handler.do_GET, Handler.do_POST = answer, refuse
{misbehaviour}
if not os.environ""",
    )


NEVER_BOOTS = "import time; time.sleep(600)"
NEVER_ANSWERS = """
import socket, time
listening = socket.create_server((sys.argv[1], int(sys.argv[2])))
time.sleep(600)
"""
LISTENS_EVERYWHERE_TOO = """
import socket
everywhere = socket.create_server(("0.0.0.0", 0))
"""
SERVES_ONE_AFTER_THE_OTHER = "http.server.ThreadingHTTPServer = http.server.HTTPServer"
DIES_AT_ONCE = "print('I give up', flush=True); sys.exit(3)"
DIES_LATER = """
def die(self, do_GET=Handler.do_GET):
    if "Ada" in self.path:
        os._exit(3)
    do_GET(self)

Handler.do_GET = die
"""
# One GB, as fast as it goes.
FLOODS_BEFORE_IT_ANSWERS = """
import time

def flood():
    for _ in range(1024):
        os.write(1, b"the same line again, and again, and again, and again, and again\\n" * 16384)
    time.sleep(600)

flood()
"""
FLOODS = FLOODS_BEFORE_IT_ANSWERS.replace(
    "\nflood()",
    """
def overflow(self, do_GET=Handler.do_GET):
    if "Ada" in self.path:
        flood()
    do_GET(self)

Handler.do_GET = overflow""",
)
FORKS_A_DAEMON = """
import subprocess
subprocess.Popen(["sh", "-c", "setsid sleep 600 &"]).wait()
"""
BECOMES_A_DAEMON = """
if os.fork():
    os._exit(0)
os.setsid()
if os.fork():
    os._exit(0)
"""
IGNORES_SIGTERM = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
ANSWERS_500 = """
def fail(self):
    self.send_response(500)
    self.send_header("Content-Length", "0")
    self.end_headers()

Handler.do_GET = fail
"""
ANSWERS_SLOWLY = """
import time

def dawdle(self, do_GET=Handler.do_GET):
    time.sleep(0.2)
    do_GET(self)

Handler.do_GET = dawdle
"""
# A byte now and then: no single read of it takes long.
NEVER_ENDS_AN_ANSWER = """
import time

def drip(self, do_GET=Handler.do_GET):
    if self.path == "/hello":
        return do_GET(self)
    self.send_response(200)
    self.end_headers()
    while True:
        self.wfile.write(b"x")
        self.wfile.flush()
        time.sleep(0.05)

Handler.do_GET = drip
"""


async def outcomes_of(
    make_starter: MakeStarter, misbehaviour: str, environment: Environment, scratch: Path
) -> dict[str, Outcome]:
    """What is said of the production server alone."""
    subject = Subject(Cell("tiny", OWN_PYTHON), (), lambda *_: None)
    outcomes = await servers.prove_server(make_starter(tiny(misbehaviour)), environment, Mode.SERVE, subject, scratch)
    return {outcome.check: outcome for outcome in outcomes}


def failed(outcomes: dict[str, Outcome]) -> dict[str, str]:
    return {check: str(outcome.problem) for check, outcome in outcomes.items() if outcome.status is Status.FAILED}


async def test_the_server_that_misbehaves_here_keeps_the_contract_otherwise(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path
) -> None:
    outcomes = await outcomes_of(make_starter, "", own_environment, scratch)

    assert failed(outcomes) == {}
    assert {outcome.status for outcome in outcomes.values()} == {Status.PASSED}


@pytest.mark.parametrize("way", [pytest.param(NEVER_BOOTS, id="silent"), pytest.param(NEVER_ANSWERS, id="listening")])
async def test_one_that_never_boots_is_given_up_at_the_deadline(
    make_starter: MakeStarter,
    own_environment: Environment,
    scratch: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    monkeypatch.setattr(server, "BOOT_SECONDS", BOOT_SECONDS)
    begun = time.monotonic()

    outcomes = await outcomes_of(make_starter, way, own_environment, scratch)

    assert "GET /hello was not answered within 2 seconds" in failed(outcomes)["boot"]
    assert list(outcomes) == ["boot"]
    assert time.monotonic() - begun < BOOT_SECONDS + SLACK_SECONDS


async def test_one_that_dies_as_it_boots_is_told_at_once_with_its_status_and_its_last_words(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path
) -> None:
    begun = time.monotonic()

    outcomes = await outcomes_of(make_starter, DIES_AT_ONCE, own_environment, scratch)

    assert "ended with status 3 before it answered" in failed(outcomes)["boot"]
    assert outcomes["boot"].tail == "I give up"
    assert time.monotonic() - begun < SLACK_SECONDS


async def test_one_that_boots_and_dies_fails_where_it_died_and_is_asked_no_more(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path
) -> None:
    outcomes = await outcomes_of(make_starter, DIES_LATER, own_environment, scratch)

    problems = failed(outcomes)
    assert set(problems) == {"hello-name", "stop"}
    assert problems["hello-name"].endswith("the server ended by itself, with status 3")
    assert problems["stop"] == "the server had ended by itself, with status 3"
    assert outcomes["index"].status is Status.NOT_TRIED
    assert outcomes["index"].problem == "the server had ended by itself, with status 3"
    # It is started afresh for that.
    assert outcomes["stop-early"].status is Status.PASSED


async def test_another_port_that_is_open_to_everybody_is_told_with_its_address(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path
) -> None:
    outcomes = await outcomes_of(make_starter, LISTENS_EVERYWHERE_TOO, own_environment, scratch)

    assert list(failed(outcomes)) == ["addresses"]
    assert "it was told to listen on 127.0.0.1, and listens on 0.0.0.0:" in failed(outcomes)["addresses"]


async def test_one_that_slow_clients_can_stop_is_told_and_asked_on_without_them(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "ANSWER_SECONDS", 1.0)

    outcomes = await outcomes_of(make_starter, SERVES_ONE_AFTER_THE_OTHER, own_environment, scratch)

    assert list(failed(outcomes)) == ["slow-clients"]


async def test_a_flood_of_1_gb_is_ended_and_leaves_64_mib(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path
) -> None:
    outcomes = await outcomes_of(make_starter, FLOODS, own_environment, scratch)

    log = server.log_file(scratch, Mode.SERVE)
    assert failed(outcomes)["stop"] == "the server wrote more than 64 MiB into its log and was ended"
    assert log.stat().st_size == LOG_LIMIT_BYTES
    assert "the same line again" in str(outcomes["hello-name"].tail)
    assert len(str(outcomes["hello-name"].tail)) < 5000


async def test_a_flood_before_the_first_answer_is_not_waited_for(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path
) -> None:
    begun = time.monotonic()

    outcomes = await outcomes_of(make_starter, FLOODS_BEFORE_IT_ANSWERS, own_environment, scratch)

    assert "wrote more than 64 MiB into its log and was ended before it answered" in failed(outcomes)["boot"]
    assert server.log_file(scratch, Mode.SERVE).stat().st_size == LOG_LIMIT_BYTES
    assert time.monotonic() - begun < server.BOOT_SECONDS


async def test_a_daemon_in_a_session_of_its_own_is_counted_and_ended(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path
) -> None:
    outcomes = await outcomes_of(make_starter, FORKS_A_DAEMON, own_environment, scratch)

    assert failed(outcomes) == dict.fromkeys(
        ("stop", "stop-early"), "the server ended and left 1 of its processes behind"
    )
    assert alive(scratch) == []


async def test_a_server_that_becomes_a_daemon_has_ended_for_whoever_started_it(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path
) -> None:
    outcomes = await outcomes_of(make_starter, BECOMES_A_DAEMON, own_environment, scratch)

    assert "ended with status 0 before it answered" in failed(outcomes)["boot"]
    assert alive(scratch) == []


async def test_one_that_ignores_sigterm_is_killed_within_the_seconds_of_the_contract(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path
) -> None:
    outcomes = await outcomes_of(make_starter, IGNORES_SIGTERM, own_environment, scratch)

    assert failed(outcomes) == dict.fromkeys(
        ("stop", "stop-early"), "the server did not end by SIGTERM within 4 s (KILL)"
    )
    assert outcomes["stop"].seconds < STOP_SECONDS + SLACK_SECONDS
    assert alive(scratch) == []


async def test_one_that_answers_500_fails_with_what_it_was_asked(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path
) -> None:
    outcomes = await outcomes_of(make_starter, ANSWERS_500, own_environment, scratch)

    assert failed(outcomes)["hello"] == "GET /hello: status 500 instead of 200 (the body is empty)"
    assert {"boot", "stop", "stop-early"}.isdisjoint(failed(outcomes))


async def test_one_that_answers_slowly_is_asked_for_no_longer_than_the_deadline(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "REQUESTS_SECONDS", 1.0)

    outcomes = await outcomes_of(make_starter, ANSWERS_SLOWLY, own_environment, scratch)

    ((check, problem),) = failed(outcomes).items()
    assert "not asked, because the server is too slow" in problem
    names = list(outcomes)
    assert {outcomes[name].status for name in names[: names.index(check)]} == {Status.PASSED}
    not_tried = [name for name, outcome in outcomes.items() if outcome.status is Status.NOT_TRIED]
    # Of the cookies it is judged what was seen.
    assert not_tried == [name for name in names[names.index(check) + 1 : names.index("stop")] if name != "cookies"]


async def test_an_answer_without_an_end_is_not_waited_for(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(servers, "REQUESTS_SECONDS", 2.0)

    outcomes = await outcomes_of(make_starter, NEVER_ENDS_AN_ANSWER, own_environment, scratch)

    assert failed(outcomes)["hello-slash"] == "GET /hello/: no answer: it was not complete within 0.5 seconds"
    assert outcomes["index"].status is Status.NOT_TRIED
    assert outcomes["hello"].status is outcomes["stop"].status is Status.PASSED


@pytest.mark.parametrize(
    "answers", [pytest.param(b"", id="silent"), pytest.param(b"HTTP/1.0 200 OK\r\n\r\n", id="200")]
)
async def test_one_that_finds_its_port_taken_twice_is_told_so(
    make_starter: MakeStarter,
    own_environment: Environment,
    scratch: Path,
    monkeypatch: pytest.MonkeyPatch,
    answers: bytes,
) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The silent one waits until whoever asks gives up.
        await (reader.readline() if answers else reader.read())
        writer.write(answers)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as holder:
        port = holder.sockets[0].getsockname()[1]
        monkeypatch.setattr(server, "reserve_port", lambda: port)

        outcomes = await outcomes_of(make_starter, "", own_environment, scratch)

    log = server.log_file(scratch, Mode.SERVE).read_text()
    assert f"The server found port {port} in use by another program" in failed(outcomes)["boot"]
    assert log.count("Address already in use") == 2


def alive(scratch: Path) -> list[str]:
    """Who still lives with the temporary folder of a server."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("TMPDIR", "").startswith(str(scratch)):
                found.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    return found


# All of them at once


LOCK = """
version = 1
revision = 3
requires-python = ">=3.11"

[[package]]
name = "tiny"
version = "0"
source = { virtual = "." }
"""


def framework(tmp_path: Path, name: str, misbehaviour: str) -> Framework:
    """A template whose starter is one file and needs no package."""
    flask = catalog.framework(catalog.names()[0])
    folder = tmp_path / "templates" / name
    (folder / "project").mkdir(parents=True)
    shutil.copy(flask.folder / "copier.yml", folder)
    (folder / "project" / "pyproject.toml").write_text(
        TABLE.replace('version = "0"\n', 'version = "0"\nrequires-python = ">=3.11"\n', 1)
    )
    (folder / "project" / "uv.lock").write_text(LOCK)
    (folder / "project" / "app.py").write_text(tiny(misbehaviour))
    return replace(flask, name=name, folder=folder, exceptions=())


async def test_none_of_them_delays_or_breaks_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "BOOT_SECONDS", 8.0)
    monkeypatch.setattr(commands, "REFUSAL_SECONDS", 5.0)
    monkeypatch.setattr(servers, "REQUESTS_SECONDS", 3.0)
    monkeypatch.setattr(asking, "ANSWER_SECONDS", 2.0)
    ways = {
        "never-boots": (NEVER_BOOTS, "GET /hello was not answered within 8 seconds"),
        "dies-at-once": (DIES_AT_ONCE, "ended with status 3 before it answered"),
        "dies-later": (DIES_LATER, "the server ended by itself, with status 3"),
        "floods": (FLOODS, "wrote more than 64 MiB into its log"),
        "daemon": (FORKS_A_DAEMON, "left 1 of its processes behind"),
        "ignores-sigterm": (IGNORES_SIGTERM, "did not end by SIGTERM"),
        "answers-500": (ANSWERS_500, "status 500 instead of 200"),
        "answers-slowly": (ANSWERS_SLOWLY, "the server is too slow"),
        "never-ends": (NEVER_ENDS_AN_ANSWER, "it was not complete within 2 seconds"),
        "good": ("", None),
    }
    frameworks = [framework(tmp_path, name, way) for name, (way, _) in ways.items()]
    order: list[str] = []

    def finished(outcomes: Sequence[Outcome]) -> None:
        order.append(outcomes[0].cell.starter)

    report = await smoke(Matrix(frameworks), jobs=len(frameworks), finished=finished)

    for name, (_, problem) in ways.items():
        said = [o.problem or "" for o in report.of(Cell(name, OWN_PYTHON)) if o.status is Status.FAILED]
        assert any(problem in text for text in said) if problem else not said, name
    good = report.of(Cell("good", OWN_PYTHON))
    assert {o.status for o in good if o.step in ("render", "install", "serve", "dev")} == {Status.PASSED}
    assert order.index("good") < order.index("never-boots")
    assert not report.passed
