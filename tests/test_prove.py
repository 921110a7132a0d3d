from dataclasses import replace
from pathlib import Path

import pytest

from scaffold import contract
from scaffold.model import Cell, DeclaredException, Environment, Mode, Outcome, Starter, Status
from scaffold.processes.logs import TAIL_LINES, tail
from scaffold.prove import Subject, commands, prove, servers

from .conftest import APPLICATION, MakeStarter


def subject(*exceptions: DeclaredException) -> Subject:
    return Subject(Cell("tiny", "3.11"), exceptions, lambda *_: None)


async def outcomes_of(
    starter: Starter, environment: Environment, scratch: Path, *exceptions: DeclaredException
) -> dict[tuple[str, str], Outcome]:
    outcomes = await prove(starter, environment, subject(*exceptions), scratch=scratch)
    return {(outcome.step, outcome.check): outcome for outcome in outcomes}


def failed(outcomes: dict[tuple[str, str], Outcome]) -> set[tuple[str, str]]:
    return {key for key, outcome in outcomes.items() if outcome.status is Status.FAILED}


async def test_each_check_of_both_servers_has_an_outcome(
    tiny: Starter, own_environment: Environment, scratch: Path
) -> None:
    outcomes = await outcomes_of(tiny, own_environment, scratch)

    # It has no route for a trailing slash, and http.server answers 501 to POST, with headers of its own.
    assert failed(outcomes) == {
        ("dev", "hello-slash"),
        ("dev", "post-hello"),
        ("serve", "hello-slash"),
        ("serve", "post-hello"),
        ("serve", "post-hello-reveals-nothing"),
        ("serve", "cross-site-post"),
        ("serve", "headers-refusal"),
    }
    checked = {check for step, check in outcomes if step == "serve"}
    assert {check.name for check in contract.checks(tiny.table, Mode.SERVE)} | set(contract.SUPERVISED) == checked
    assert outcomes["serve", "stop"].detail == f"TERM after {outcomes['serve', 'stop'].seconds:.2f} s"
    assert str(outcomes["serve", "stop-early"].detail).startswith("TERM after ")
    assert outcomes["serve", "refuses-without-secret"].status is Status.PASSED


@pytest.mark.parametrize(
    ("only", "more"),
    [
        (("serve", "boot"), set()),
        (("dev", "hello"), {("dev", "hello")}),
        (("serve", "stop-early"), {("serve", "stop-early")}),
    ],
    ids=["boot", "a request", "the second start"],
)
async def test_what_is_tried_for_one_check_makes_it_and_what_comes_in_passing(
    tiny: Starter,
    own_environment: Environment,
    scratch: Path,
    only: tuple[str, str],
    more: set[tuple[str, str]],
) -> None:
    outcomes = await prove(tiny, own_environment, replace(subject(), only=only), scratch=scratch)

    always = {(only[0], check) for check in ("boot", "addresses", "cookies", "stop")}
    assert {(outcome.step, outcome.check) for outcome in outcomes} == always | more


async def test_for_the_cookies_everything_is_asked(tiny: Starter, own_environment: Environment, scratch: Path) -> None:
    outcomes = await prove(tiny, own_environment, replace(subject(), only=("dev", "cookies")), scratch=scratch)

    asked = {check.name for check in contract.checks(tiny.table, Mode.DEV)}
    assert {outcome.check for outcome in outcomes} == asked | {"boot", "addresses", "cookies", "stop"}


async def test_what_is_tried_for_a_tool_starts_no_server(
    tiny: Starter, own_environment: Environment, scratch: Path
) -> None:
    (outcome,) = await prove(tiny, own_environment, replace(subject(), only=("tests", "tests")), scratch=scratch)

    assert (outcome.step, outcome.check) == ("tests", "tests")


async def test_what_is_not_there_is_not_tried_with_the_reason(
    tiny: Starter, own_environment: Environment, scratch: Path
) -> None:
    outcomes = await outcomes_of(tiny, own_environment, scratch)

    for tool in ("tests", "ruff", "format"):
        assert outcomes[tool, tool].status is Status.NOT_TRIED
        assert "is not installed" in str(outcomes[tool, tool].problem)


async def test_a_server_that_does_not_come_up_fails_with_the_end_of_its_log_and_the_rest_is_tried(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path
) -> None:
    broken = make_starter("raise RuntimeError('no database')")

    outcomes = await outcomes_of(broken, own_environment, scratch)

    assert failed(outcomes) == {("serve", "boot"), ("dev", "boot"), ("serve", "refuses-without-secret")}
    assert "RuntimeError: no database" in str(outcomes["serve", "boot"].tail)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param(("'SECRET_KEY', 'from the file'", "'SECRET_KEY', ''"), None, id="refuses"),
        pytest.param(('"SECRET_KEY is not set"', "0"), "ends with status 0", id="status 0"),
        pytest.param(('"SECRET_KEY is not set"', "1"), "without naming SECRET_KEY", id="no name"),
        pytest.param(
            ('sys.exit("SECRET_KEY is not set")', "raise KeyError('SECRET_KEY')"), "traceback", id="traceback"
        ),
    ],
)
async def test_a_refusal_to_start_without_the_secret_is_judged(
    make_starter: MakeStarter,
    own_environment: Environment,
    scratch: Path,
    change: tuple[str, str],
    problem: str | None,
) -> None:
    starter = make_starter(APPLICATION.replace(*change))

    outcomes = await commands.prove_refusal(starter, own_environment, subject(), scratch)

    assert (outcomes[0].problem is None) if problem is None else (problem in str(outcomes[0].problem))


async def test_a_server_that_runs_without_its_secret_fails(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "REFUSAL_SECONDS", 1.0)
    careless = make_starter(APPLICATION.replace("if not os.environ", "if False and not os.environ"))

    outcomes = await commands.prove_refusal(careless, own_environment, subject(), scratch)

    assert outcomes[0].problem == "the production server runs without SECRET_KEY"


@pytest.mark.parametrize(
    ("preparation", "problem"),
    [
        pytest.param(
            "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)", "did not end by SIGTERM", id="deaf"
        ),
        pytest.param(
            "import subprocess; subprocess.Popen(['sleep', '60'], start_new_session=True)",
            "left 1 of its processes behind",
            id="leaves a child",
        ),
    ],
)
@pytest.mark.slow
async def test_a_server_that_does_not_stop_cleanly_fails(
    make_starter: MakeStarter, own_environment: Environment, scratch: Path, preparation: str, problem: str
) -> None:
    starter = make_starter(preparation + "\n" + APPLICATION)

    outcomes = await servers.prove_server(starter, own_environment, Mode.SERVE, subject(), scratch)

    assert [outcome.check for outcome in outcomes[-2:]] == ["stop", "stop-early"]
    assert all(problem in str(outcome.problem) for outcome in outcomes[-2:])


def test_a_declared_exception_that_fails_is_shown_with_its_reason() -> None:
    declared = subject(DeclaredException("stop", "it is deaf"))

    outcome = declared.outcome("serve", "stop", "needed KILL")

    assert (outcome.status, outcome.problem) == (Status.EXCEPTED, "it is deaf (needed KILL)")


def test_a_declared_exception_that_passes_is_a_failure() -> None:
    declared = subject(DeclaredException("stop", "it is deaf"))

    outcome = declared.outcome("serve", "stop")

    assert outcome.status is Status.FAILED
    assert "remove it from framework.toml" in str(outcome.problem)


def test_an_exception_for_one_server_does_not_excuse_the_other() -> None:
    declared = subject(DeclaredException("stop", "it is deaf", Mode.DEV))

    assert declared.outcome("dev", "stop", "needed KILL").status is Status.EXCEPTED
    assert declared.outcome("serve", "stop", "needed KILL").status is Status.FAILED


def test_the_end_of_a_long_log_is_short(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("\n".join(f"line {number}" for number in range(100_000)))

    assert tail(log).splitlines()[-1] == "line 99999"
    assert len(tail(log).splitlines()) == TAIL_LINES
    assert tail(tmp_path / "none") == ""
