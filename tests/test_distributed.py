"""Cells on a Dask cluster: a real scheduler and real workers, as processes of the test."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import fields
from pathlib import Path
from typing import Any

import psutil
import pytest

from scaffold.distributed.messages import order, outcome_of, plain_outcome
from scaffold.model import Cell, Mode, Outcome, Resolution, Status

from .conftest import OWN_PYTHON, CommandLine
from .foreign import make_template
from .test_cli import only_a_sentence

STARTERS = ("flask", "falcon", "aiohttp", "tornado", "pyramid")
SECONDS = 300.0


class Cluster:
    """A scheduler of Dask, and workers that prove one cell at a time."""

    def __init__(self, folder: Path, environ: dict[str, str], stack: ExitStack) -> None:
        self.folder, self.environ, self.stack = folder, environ, stack
        file = folder / "scheduler.json"
        self.scheduler = self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
        until(lambda: file.exists() and file.read_text().endswith("}"))
        self.address: str = json.loads(file.read_text())["address"]

    def worker(self, name: str, **environ: str) -> psutil.Process:
        local = ("--local-directory", str(self.folder), "--host", "127.0.0.1", "--name", name)
        return self.start("worker", self.address, "--no-nanny", "--nthreads", "1", *local, **environ)

    def start(self, *arguments: str, **environ: str) -> psutil.Process:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments, "--no-dashboard"],
            env=self.environ | environ,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.stack.callback(process.wait)
        self.stack.callback(process.kill)
        return psutil.Process(process.pid)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a scheduler that gives up a cell with the first worker that dies of it."""
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")


@pytest.fixture
def cluster(scaffold: CommandLine, tmp_path: Path) -> Iterator[Cluster]:
    # `impatient` may have set one of Dask's variables.
    scaffold.environ |= {name: value for name, value in os.environ.items() if name.startswith("DASK_")}
    with ExitStack() as stack:
        yield Cluster(tmp_path, scaffold.environ, stack)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def at_work(worker: psutil.Process) -> list[psutil.Process]:
    """What a worker has started for a cell; nothing of it while it only waits."""
    started = [child for child in worker.children(recursive=True) if "processes/supervisor" not in command_of(child)]
    return started if len(started) > 1 else []


def command_of(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def scratch_of(processes: list[psutil.Process]) -> set[str]:
    folders = set()
    for process in processes:
        try:
            parts = Path(process.cwd()).parts
        except psutil.Error:
            continue
        folders |= {str(Path(*parts[: n + 1])) for n, part in enumerate(parts) if part.startswith("scaffold-dask-")}
    return folders


def test_an_outcome_comes_back_from_json_as_it_was() -> None:
    outcome = Outcome(
        Cell("flask", "3.12", Resolution.LATEST, (("database", "sqlite"), ("docs", "true"))),
        Mode.SERVE,
        "boot",
        Status.FAILED,
        "no",
        "seen",
        1.5,
        2.5,
        0.5,
        None,
        "x",
    )

    again = outcome_of(json.loads(json.dumps(plain_outcome(outcome))))

    assert again == outcome
    assert {field.name for field in fields(Outcome) if getattr(outcome, field.name) is None} == {"log"}
    json.dumps(order("run", outcome.cell, [Mode.SERVE]))


def test_without_dask_the_extra_is_named(scaffold: CommandLine, tmp_path: Path) -> None:
    absent = "raise ModuleNotFoundError('No module named distributed', name='distributed')"
    (tmp_path / "absent").mkdir()
    (tmp_path / "absent" / "distributed.py").write_text(absent)
    scaffold.environ["PYTHONPATH"] = os.pathsep.join([str(tmp_path / "absent"), os.environ.get("PYTHONPATH", "")])

    done = scaffold("smoke", "flask", "--dask", "tcp://127.0.0.1:8786")

    assert "pip install 'scaffold-web[dask]'" in only_a_sentence(done)
    assert done.returncode == 5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "said"),
    [(("--dask", "nowhere"), "tcp://10.0.0.5:8786"), (("--dask", "tcp://x:1", "-j", "2"), "--nthreads")],
    ids=["no address", "jobs of a cluster"],
)
def test_what_cannot_be_a_cluster_is_one_sentence(scaffold: CommandLine, options: tuple[str, ...], said: str) -> None:
    done = scaffold("smoke", "flask", *options)

    assert said in only_a_sentence(done)
    assert done.returncode == 2


@pytest.mark.slow
def test_a_cluster_that_does_not_answer_is_one_sentence(scaffold: CommandLine) -> None:
    done = scaffold("smoke", "flask", "--dask", "tcp://127.0.0.1:1")

    assert "No Dask scheduler answers at tcp://127.0.0.1:1" in only_a_sentence(done)
    assert done.returncode == 6


@pytest.mark.slow
def test_a_worker_without_scaffold_is_named(scaffold: CommandLine, cluster: Cluster) -> None:
    (cluster.folder / "other" / "scaffold").mkdir(parents=True)
    (cluster.folder / "other" / "scaffold" / "__init__.py").write_text("")
    cluster.worker("bare", PYTHONPATH=str(cluster.folder / "other"))

    done = scaffold("smoke", "flask", "--dask", cluster.address)

    assert "scaffold cannot be used on the Dask worker at tcp://127.0.0.1:" in only_a_sentence(done)
    assert done.returncode == 5


@pytest.mark.slow
def test_cells_of_a_worker_that_is_killed_are_proven_by_another_and_nothing_of_it_is_left(
    scaffold: CommandLine, cluster: Cluster
) -> None:
    first, second = cluster.worker("first"), cluster.worker("second")

    with scaffold.start(
        "smoke", *STARTERS, "--server", "serve", "--dask", cluster.address, "--json", "report.json"
    ) as run:
        assert run.stdout
        # It comes when it is known, and not with the others at the end.
        assert "last proven" in run.stdout.readline()
        assert run.stdout.readline().startswith("ok  ")
        until(lambda: bool(at_work(first) and scratch_of(at_work(first))))
        killed, folders = at_work(first), scratch_of(at_work(first))
        first.kill()
        said = run.stdout.read()

    assert run.returncode == 0, said
    report = json.loads((scaffold.folder / "report.json").read_text())
    assert report["passed"]
    assert {outcome["starter"] for outcome in report["outcomes"]} == set(STARTERS)
    assert len(report["outcomes"]) > 50 * len(STARTERS)
    again = {outcome["starter"] for outcome in report["outcomes"] if "tried again: tcp" in (outcome["detail"] or "")}
    assert again
    assert again < set(STARTERS)
    assert all(0 < outcome["ended_at"] <= report["seconds"] for outcome in report["outcomes"])
    assert any(name.startswith("worker tcp://127.0.0.1:") for name in report["context"])
    assert psutil.wait_procs(killed, timeout=SECONDS)[1] == []
    until(lambda: not any(Path(folder).exists() for folder in folders))
    until(lambda: not at_work(second))


@pytest.mark.slow
@pytest.mark.usefixtures("impatient")
def test_a_cell_whose_workers_all_died_has_failed_and_names_the_last_one(
    scaffold: CommandLine, cluster: Cluster
) -> None:
    first = cluster.worker("first")

    with scaffold.start("smoke", "flask", "--dask", cluster.address, "--json", "-") as run:
        until(lambda: bool(at_work(first)))
        first.kill()
        said, _ = run.communicate(timeout=SECONDS)

    (outcome,) = json.loads(said)["outcomes"]
    assert run.returncode == 1
    assert (outcome["step"], outcome["status"]) == ("dask", "failed")
    assert "KilledWorker" in outcome["problem"]
    assert "The last worker that attempt to run the task was tcp://127.0.0.1:" in outcome["problem"]


@pytest.mark.slow
def test_after_ctrl_c_the_workers_stop_what_they_are_at(scaffold: CommandLine, cluster: Cluster) -> None:
    worker = cluster.worker("only")

    with scaffold.start("smoke", *STARTERS, "--dask", cluster.address) as run:
        until(lambda: bool(at_work(worker) and scratch_of(at_work(worker))))
        working, folders = at_work(worker), scratch_of(at_work(worker))
        run.send_signal(signal.SIGINT)
        _, alive = psutil.wait_procs(working, timeout=SECONDS)
        run.wait(timeout=SECONDS)

    assert run.returncode == 130
    assert alive == []
    until(lambda: not any(Path(folder).exists() for folder in folders))
    assert worker.is_running()


@pytest.mark.slow
def test_cells_of_a_cluster_that_goes_away_have_failed_and_those_before_are_reported(
    scaffold: CommandLine, cluster: Cluster
) -> None:
    worker = cluster.worker("only")

    with scaffold.start(
        "smoke", *STARTERS, "--server", "serve", "--dask", cluster.address, "--json", "report.json"
    ) as run:
        assert run.stdout
        assert "last proven" in run.stdout.readline()
        assert run.stdout.readline().startswith("ok  ")
        until(lambda: bool(at_work(worker)))
        cluster.scheduler.kill()
        said = run.stdout.read()

    assert (run.returncode, "Traceback" in said) == (1, False), said
    outcomes = json.loads((scaffold.folder / "report.json").read_text())["outcomes"]
    failed = [outcome for outcome in outcomes if outcome["status"] == "failed"]
    assert {outcome["problem"] for outcome in failed} == {f"the Dask cluster at {cluster.address} went away"}
    assert len(failed) in range(1, len(STARTERS))
    assert {outcome["starter"] for outcome in outcomes} == set(STARTERS)


@pytest.mark.slow
def test_a_template_of_others_is_proven_as_here_and_alike_rows_once(scaffold: CommandLine, cluster: Cluster) -> None:
    # Of the rows of options those with the same docs are alike.
    template = make_template(cluster.folder / "mine", files={"docs.txt.jinja": "{{ docs }}"})
    for name in ("first", "second"):
        cluster.worker(name)
    words = ("smoke", "--template", template, "--pairwise", "--server", "serve", "--since-proven")

    here = scaffold(*words, "--json", "here.json")
    there = scaffold(*words, "--json", "there.json", "--dask", cluster.address)

    assert (here.returncode, there.returncode) == (0, 0), there.stdout
    (counts,) = re.findall(r"^(\d+) cells, 2 distinct, 2 new$", there.stdout, re.MULTILINE)
    assert f"{counts} cells, 2 distinct, 2 new\n" in here.stdout
    as_here, report = (json.loads((scaffold.folder / f"{name}.json").read_text()) for name in ("here", "there"))
    assert told(report) == told(as_here)
    assert report["context"]["template"] == "mine"
    assert len({str(outcome["options"]) for outcome in report["outcomes"]}) == int(counts) > 2
    assert len({outcome["ended_at"] for outcome in report["outcomes"] if outcome["check"] == "boot"}) == 2


@pytest.mark.slow
def test_what_was_proven_here_is_not_proven_again_there_and_the_other_way_round(
    scaffold: CommandLine, cluster: Cluster, tmp_path: Path
) -> None:
    scaffold.environ["XDG_CACHE_HOME"] = str(tmp_path / "own")
    cluster.worker("only")
    there = ("--dask", cluster.address)

    first = scaffold("smoke", "bottle", "--server", "serve", *there)
    words = ("smoke", "bottle", "tornado", "--server", "serve", "--since-proven")
    second = scaffold(*words)
    third = scaffold(*words, "--json", "report.json", *there)

    assert (first.returncode, second.returncode, third.returncode) == (0, 0, 0), first.stdout + second.stdout
    assert "2 cells, 2 distinct, 1 new\n" in second.stdout
    assert "2 cells, 2 distinct, 0 new\n" in third.stdout
    outcomes = json.loads((scaffold.folder / "report.json").read_text())["outcomes"]
    assert [(outcome["starter"], outcome["status"]) for outcome in outcomes] == [
        ("bottle", "proven before"),
        ("tornado", "proven before"),
    ]


def told(report: dict[str, Any]) -> set[tuple[str, ...]]:
    names = ("starter", "options", "python", "resolution", "step", "check", "status")
    return {tuple(str(outcome[name]) for name in names) for outcome in report["outcomes"]}


@pytest.mark.slow
def test_what_is_wrong_with_a_template_of_others_is_said_as_here(scaffold: CommandLine, cluster: Cluster) -> None:
    broken = make_template(cluster.folder / "broken", files={"app.py.jinja": "{{ nope.nope }}"})
    cluster.worker("only")

    here, there = (
        json.loads(scaffold("smoke", "--template", broken, "--json", "-", *where).stdout)["outcomes"]
        for where in ((), ("--dask", cluster.address))
    )

    (outcome,) = there
    assert (outcome["step"], outcome["status"]) == ("render", "failed")
    assert outcome["problem"] == here[0]["problem"]
    assert "app.py.jinja, line 1: UndefinedError" in outcome["problem"]


@pytest.mark.slow
def test_resolutions_servers_and_pythons_are_those_that_were_asked_for(scaffold: CommandLine, cluster: Cluster) -> None:
    for name in ("first", "second"):
        cluster.worker(name)

    done = scaffold(
        "smoke", "bottle", "--resolution", "locked,lowest", "--server", "dev", "--python", f"{OWN_PYTHON},3.99",
        "--dask", cluster.address, "--json", "-",
    )  # fmt: skip

    outcomes = json.loads(done.stdout)["outcomes"]
    tried = [outcome for outcome in outcomes if outcome["python"] == OWN_PYTHON]
    assert done.returncode == 0
    assert {outcome["resolution"] for outcome in tried} == {"locked", "lowest"}
    assert {outcome["step"] for outcome in tried} & {"dev", "serve"} == {"dev"}
    assert {outcome["status"] for outcome in tried} == {"passed"}
    missing = [outcome for outcome in outcomes if outcome["python"] == "3.99"]
    assert {outcome["status"] for outcome in missing} == {"not tried"}
    assert len(missing) == 2
    assert all("uv python install 3.99" in outcome["problem"] for outcome in missing)
