"""What is measured is what is there; what is not, is said."""

import json
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from pathlib import Path
from statistics import median

import pytest
from jsonschema import Draft202012Validator
from websockets.asyncio.server import ServerConnection, serve

from scaffold import catalog, naming
from scaffold.described import TRAITS, described
from scaffold.errors import ScaffoldError
from scaffold.measuring import UNITS, Finding, generator, measure
from scaffold.measuring.asking import slow_at_once, spoken_back
from scaffold.measuring.bench import Bench
from scaffold.measuring.findings import Notebook, Recipe
from scaffold.measuring.generator import Generator, of_oha, of_wrk
from scaffold.measuring.loads import with_one_worker
from scaffold.measuring.programs import owner
from scaffold.measuring.reasons import reason
from scaffold.measuring.spread import noise, spread
from scaffold.measuring.starts import INSIDE, imports, starts
from scaffold.measuring.traits import concurrency_of
from scaffold.model import BrokenFramework, Environment, Figure, NotMeasured, Program, Proof, Starter

from .conftest import APPLICATION, CommandLine

ROOT = Path(__file__).parent.parent
needs_wrk = pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk is not there")
WRK = """\
Running 1s test @ http://127.0.0.1:18999/
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     4.85ms    3.70ms  23.69ms   82.51%
    Req/Sec     1.27k   371.76     1.82k    70.00%
  Latency Distribution
     50%  310.00us
     75%    6.64ms
     90%    9.90ms
     99%    1.10s
  1270 requests in 1.01s, 140.25KB read
Requests/sec:   1257.44
Transfer/sec:    138.87KB
"""
# By the schema that oha publishes.
OHA = {
    "summary": {"successRate": 1.0, "requestsPerSec": 1257.44},
    "latencyPercentiles": {"p50": 0.00031, "p99": 1.1},
    "statusCodeDistribution": {"200": 1270},
    "errorDistribution": {"aborted due to deadline": 8},
}


def test_wrk_is_read() -> None:
    load = of_wrk(WRK)

    assert (load.per_second, load.p50_ms, load.p99_ms) == (1257.44, 0.31, 1100.0)


def test_oha_is_read_and_what_its_end_cuts_off_is_no_error() -> None:
    load = of_oha(json.dumps(OHA))

    assert (load.per_second, load.p50_ms, load.p99_ms) == (1257.44, 0.31, 1100.0)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        pytest.param(WRK + "  Non-2xx or 3xx responses: 12\n", "12 answers under load had a status", id="status"),
        pytest.param(
            WRK + "  Socket errors: connect 0, read 3, write 0, timeout 0\n", "connections were lost", id="lost"
        ),
        pytest.param(WRK.replace("1257.44", "0.00"), "no request was answered", id="nothing"),
        pytest.param(WRK.replace("99%", "98%"), "how long 99 of 100 requests took", id="no percentile"),
    ],
)
def test_errors_under_load_are_no_measurement(said: str, why: str) -> None:
    with pytest.raises(ScaffoldError, match=why):
        of_wrk(said)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param(
            {"statusCodeDistribution": {"200": 1, "500": 9}}, "a status other than 200: 200, 500", id="status"
        ),
        pytest.param({"errorDistribution": {"connection reset": 2}}, "lost under load .connection reset", id="lost"),
        pytest.param({"summary": {}}, "a version that is not known", id="another version"),
    ],
)
def test_errors_of_oha_are_no_measurement_either(change: dict[str, object], why: str) -> None:
    with pytest.raises(ScaffoldError, match=why):
        of_oha(json.dumps(OHA | change))


def test_each_figure_says_what_repeats_it_and_is_taken_down_once() -> None:
    told: list[Finding] = []
    command = "scaffold measure some --only {}".format
    notebook = Notebook("some", Recipe(frozenset(UNITS) - {"p99"}, 5, 2, traits=False), told.append)

    notebook.keep(frozenset({"packages"}), {"packages": [9]})
    notebook.close(frozenset({"packages"}))
    for value in (1.042, 3.058, 2.0):
        notebook.keep(frozenset({"import wall"}), {"import wall": [value]})
    notebook.keep(frozenset({"p50", "p99", "stop"}), {"p50": [1.0], "p99": [2.0], "stop": [3.0]})
    notebook.give_up(frozenset({"packages", "stop"}), "it broke")
    notebook.keep(frozenset({"stop"}), {"stop": [4.0]})
    notebook.close(frozenset(UNITS))

    assert told == [
        Figure("some", "packages", "packages", (9,), "scaffold measure some --only packages", (9, 9)),
        NotMeasured("some", "stop", "it broke"),
        Figure("some", "import wall", "ms", (1.04, 3.06, 2.0), command("'import wall' --repeat 5"), (1.04, 3.06)),
        Figure("some", "p50", "ms", (1.0,), command("p50 --repeat 5 --load-seconds 2"), (1.0, 1.0)),
    ]


def test_the_median_of_another_run_lies_in_the_spread_in_19_of_20_runs() -> None:
    chance = random.Random(27)  # noqa: S311

    def run() -> list[list[float]]:
        return [[1000 * chance.lognormvariate(0, 0.15) for _ in range(3)] for _ in range(27)]

    inside = 0
    for _ in range(100):
        first, second = run(), run()
        found = noise(first)
        for values, again in zip(first, second, strict=True):
            low, high = spread(values, found)
            assert low <= min(values)
            assert max(values) <= high
            inside += low <= median(again) <= high
    assert inside / 2700 >= 0.95


def test_of_few_values_more_is_expected_and_of_none_nothing() -> None:
    few, many = noise([[90, 100, 110]]), noise([[90, 100, 110]] * 20)

    assert (noise([]), noise([[5.0]]), noise([[0.0, 1.0]])) == (None, None, None)
    assert few is not None
    assert many is not None
    assert few.deviation == pytest.approx(many.deviation) == pytest.approx(0.1, rel=0.01)
    narrow, wide = spread([100], many), spread([100], few)
    assert wide[0] < narrow[0] < 100 < narrow[1] < wide[1]
    assert spread([9, 9], None) == (9, 9)


def test_a_reason_has_no_path_that_is_about_to_vanish() -> None:
    error = ScaffoldError(
        "The server ended with status 1 before it answered. See /tmp/scaffold-measure-0a1b/0/3/serve.log."
    )

    assert reason(error) == "The server ended with status 1 before it answered"
    assert reason(ScaffoldError("/tmp/scaffold-measure-0a1b/0/App/x.py is not there.")) == "App/x.py is not there"


@pytest.mark.parametrize(("alone", "together", "which"), [(0.5, 0.6, "async"), (0.5, 1.0, "sync"), (0.5, 6.0, "sync")])
def test_who_waits_for_several_at_once_is_asynchronous(alone: float, together: float, which: str) -> None:
    assert concurrency_of(alone, together) == which


def ask(folder: Path, application: str, what: str, place: str = "app") -> dict[str, object]:
    (folder / "app.py").write_text(application)
    subprocess.run(
        [sys.executable, "-P", INSIDE, folder / "answer", what, f"app:{place}"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    answer: dict[str, object] = json.loads((folder / "answer").read_text())
    return answer


WSGI = """
def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]
"""
ASGI = """
async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"].endswith("shutdown"):
                return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})
"""
WITHOUT_LIFESPAN = (
    'async def app(scope, receive, send):\n    assert scope["type"] == "http"\n'
    + ASGI[ASGI.index('    await send({"type": "http') :]
)


@pytest.mark.parametrize(
    ("application", "what", "lifespan"),
    [
        pytest.param(WSGI, "wsgi", None, id="wsgi"),
        pytest.param(ASGI, "asgi", True, id="asgi"),
        pytest.param(WITHOUT_LIFESPAN, "asgi", False, id="asgi without a lifespan"),
    ],
)
def test_an_application_with_an_interface_is_proven_to_have_it(
    tmp_path: Path, application: str, what: str, lifespan: bool | None
) -> None:
    assert ask(tmp_path, application, what) == {"problem": None, "lifespan": lifespan}


def test_an_application_may_be_made_by_a_call_with_literals(tmp_path: Path) -> None:
    factory = (
        WSGI + "def make(settings, *, debug):\n    return app if settings['here'] == '.' and not debug else None\n"
    )

    assert ask(tmp_path, factory, "wsgi", "make({'here': '.'}, debug=False)")["problem"] is None


@pytest.mark.parametrize(
    ("application", "what", "problem"),
    [
        pytest.param(WSGI, "asgi", "TypeError", id="wsgi for asgi"),
        pytest.param(ASGI, "wsgi", "TypeError", id="asgi for wsgi"),
        pytest.param(WSGI.replace('b"hello"', '"hello"'), "wsgi", "AssertionError", id="text for bytes"),
        pytest.param(WSGI.replace("200 OK", "500 Oh"), "wsgi", "answered with 500 Oh", id="wsgi error"),
        pytest.param(ASGI.replace("200", "500"), "asgi", "answered with 500", id="asgi error"),
        pytest.param(ASGI.replace('".complete"', '".failed"'), "asgi", "the lifespan was answered", id="no startup"),
    ],
)
def test_an_application_without_it_is_refuted(tmp_path: Path, application: str, what: str, problem: str) -> None:
    assert problem in str(ask(tmp_path, application, what)["problem"])


def test_the_program_of_a_server_tells_whose_it_is(tmp_path: Path) -> None:
    environment = Environment(tmp_path, "3.11")
    info = environment.site_packages / "Some_Server-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: Some_Server\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[console_scripts]\nserve-it = some:main\n")

    assert owner(["serve-it", "app"], environment) == ("serve-it", "some-server")
    assert owner(["env", "PORT={port}", "serve-it"], environment) == ("serve-it", "some-server")
    assert owner(["python", "-m", "app"], environment) == ("python", None)


class Slow(BaseHTTPRequestHandler):
    """Answers once as many requests are there as the server waits for."""

    together: threading.Barrier

    def do_GET(self) -> None:
        self.together.wait(timeout=120)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"done" if self.path == "/slow" else b"what?")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def slow() -> Iterator[str]:
    Slow.together = threading.Barrier(5)
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


async def test_slow_requests_are_sent_at_once(slow: str) -> None:
    assert await slow_at_once(slow, 5) > 0


async def test_an_echo_that_is_not_there_is_not_spoken_back() -> None:
    server = HTTPServer(("127.0.0.1", 0), Slow)
    port = server.server_port
    server.server_close()

    with pytest.raises(ScaffoldError, match=r"no WebSocket at /echo: .*Connect call failed"):
        await spoken_back(port)


@pytest.mark.parametrize(("suffix", "instead"), [("", None), ("!", r"'Gr\xfc\xdfe!'")])
async def test_an_echo_is_compared_with_what_was_said(suffix: str, instead: str | None) -> None:
    async def echo(connection: ServerConnection) -> None:
        async for text in connection:
            await connection.send(f"{text!s}{suffix}")

    async with serve(echo, "127.0.0.1", 0) as server:
        assert await spoken_back(next(iter(server.sockets)).getsockname()[1]) == instead


@pytest.fixture
def bench(tiny: Starter, own_environment: Environment, scratch: Path, tmp_path: Path) -> Bench:
    """A starter of the standard library, and its minimal application is the same."""
    program = tmp_path / "minimal"
    program.mkdir()
    (program / "app.py").write_text(
        APPLICATION.replace("def do_GET", "def log_message(self, *_): pass\n    def do_GET")
    )
    framework = catalog.frameworks()[0]
    description = replace(
        described(catalog.framework("flask")),
        minimal=Program(program, ("python", "app.py", "{host}", "{port}"), ""),
        application="app:Handler",
        workers=1,
        one_worker={"ONE": "1"},
    )
    return Bench(description, naming.project("Tiny", framework), tiny, own_environment, scratch)


async def test_imports_are_timed_in_interpreters_of_their_own(bench: Bench) -> None:
    (bench.starter.path / "app.py").write_text("open('count', 'a').write('x')\nHandler = None\n")

    values = await imports(bench, first=True)
    await imports(bench, first=False)

    assert (bench.starter.path / "count").read_text() == "xxx"
    assert [len(found) for found in values.values()] == [1, 1]
    assert all(float(found[0]) > 0 for found in values.values())


async def test_a_starter_is_booted_and_stopped_for_each_value(bench: Bench) -> None:
    values = await starts(bench, first=False)

    assert values.keys() == {"first answer", "first answer CPU", "memory idle", "stop"}
    assert [len(found) for found in values.values()] == [1, 1, 1, 1]
    # A Python takes some megabytes, and is not one of the large programs.
    assert 2 < float(values["memory idle"][0]) < 200


@pytest.mark.slow
@needs_wrk
async def test_a_minimal_application_that_breaks_does_not_take_the_starter_with_it(bench: Bench) -> None:
    bench.description.minimal.folder.joinpath("app.py").write_text("raise SystemExit(3)")
    found = generator.find()
    assert found is not None

    values = await with_one_worker(bench, found, 1)

    assert float(values["throughput"][0]) > 1
    assert len(values["memory loaded"]) == 1
    assert str(values["throughput minimal"]).startswith("The server ended with status 3")
    assert values["p99 minimal"] == values["throughput minimal"] == values["p99 recommended minimal"]


async def test_a_starter_that_does_not_answer_with_200_is_not_loaded(bench: Bench) -> None:
    (bench.starter.path / "app.py").write_text(APPLICATION.replace('"/hello": {', '"/other": {'))
    missing = Generator("wrk", "/nonexistent/wrk", "")

    values = await with_one_worker(bench, missing, 1)

    assert values["throughput"] == "/hello was answered with status 404"
    assert "ended with status" in str(values["throughput minimal"])


@pytest.mark.slow
async def test_a_starter_that_breaks_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    flask = catalog.framework("flask")
    monkeypatch.setenv("PATH", "/nonexistent")

    found = await measure([BrokenFramework("odd", "It is odd."), flask], repeat=1, only={"files", "p50"}, proving=False)

    assert [(each.framework, each.name) for each in found.figures] == [("flask", "files")]
    reasons = {(each.framework, each.name): each.reason for each in found.not_measured}
    assert reasons["odd", "files"] == reasons["odd", "p50"] == "It is odd"
    assert reasons["flask", "p50"].startswith("not tried: neither wrk nor oha is there")
    assert found.versions["load generator"] == "none"
    assert found.freezes is not None
    assert "flask" in {each.partition("==")[0] for each in found.freezes["flask"]}
    assert not [each for each in found.freezes["flask"] if each.startswith("pytest")]


async def test_of_a_starter_that_cannot_be_made_the_traits_are_documented(tmp_path: Path) -> None:
    flask = catalog.framework("flask")
    folder = tmp_path / "flask"
    shutil.copytree(flask.folder, folder)
    (folder / "project" / "pyproject.toml.jinja").write_text("{% broken")

    found = await measure([replace(flask, folder=folder)], repeat=1, only={"files"})

    assert [(each.name, "template is broken" in each.reason) for each in found.not_measured] == [("files", True)]
    assert {each.proof for each in found.traits} == {Proof.DOCUMENTED}
    assert len(found.traits) == len(TRAITS)


@pytest.mark.slow
def test_a_starter_is_measured_and_its_traits_are_proven(scaffold: CommandLine) -> None:
    only = "packages,import,first answer,throughput,throughput minimal"
    done = scaffold("measure", "flask", "--only", only, "--repeat", "1", "--traits", "--json", "--jsonl", "m.jsonl")

    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    wanted = only.split(",") if shutil.which("wrk") else only.split(",")[:3]
    assert [figure["name"] for figure in document["figures"]] == wanted
    proofs = {trait["trait"]: trait["proof"] for trait in document["traits"]}
    for trait in ("interface", "template engine", "static files", "concurrency", "production server"):
        assert proofs[trait] == "proven", document["traits"]
    assert proofs["licence"] == "documented"
    schema = json.loads((ROOT / "docs" / "measurements.schema.json").read_text())
    for line in (scaffold.folder / "m.jsonl").read_text().splitlines():
        Draft202012Validator(schema).validate(json.loads(line))


@pytest.mark.slow
def test_an_interrupted_run_tells_what_it_has(scaffold: CommandLine) -> None:
    process = scaffold.start("measure", "pycnic", "--only", "import", "--repeat", "100", "--jsonl", "m.jsonl")
    try:
        said = next(line for line in process.stdout or () if line.startswith("pycnic: round 3"))
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)

    records = [json.loads(line) for line in (scaffold.folder / "m.jsonl").read_text().splitlines()]
    assert (said, process.returncode) == ("pycnic: round 3 of 100\n", 130)
    assert [record["record"] for record in records] == ["begin", "freeze", "figure"]
    assert 2 <= len(records[-1]["values"]) < 100


@pytest.mark.slow
def test_one_command_measures_and_makes_the_page(scaffold: CommandLine) -> None:
    done = scaffold("measure", "pycnic", "bottle", "--only", "packages,lines", "--html", "page.html")

    assert done.returncode == 0, done.stderr
    page = (scaffold.folder / "page.html").read_text()
    for framework in ("pycnic", "bottle"):
        assert f"scaffold measure {framework} --only lines" in page
    assert re.search(r'value="pycnic"[^>]* checked', page)


def test_a_page_of_one_framework_is_refused_before_anything_is_measured(scaffold: CommandLine) -> None:
    done = scaffold("measure", "flask", "--html", "page.html")

    assert (done.returncode, done.stdout) == (2, "")
    assert "--html compares frameworks, and one alone cannot be compared. Name 2 or more." in done.stderr
    assert not list(scaffold.folder.iterdir())


def test_a_figure_that_there_is_not_is_refused_with_those_that_there_are(scaffold: CommandLine) -> None:
    done = scaffold("measure", "flask", "--only", "speed")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("scaffold: --only does not know 'speed'. There are: packages, disk,")
