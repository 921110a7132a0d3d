"""Prove an installed starter: both servers against the contract, its own tests, its own tidiness."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from scaffold import contract
from scaffold.contract import BOOT, SECRET, STOP, STOP_EARLY, STOP_SECONDS
from scaffold.environment import program_environment
from scaffold.errors import BootError
from scaffold.model import Cell, DeclaredException, Environment, Mode, Outcome, Starter, Status
from scaffold.probe import NoAnswer, client, fetch, judge
from scaffold.processes import LOOPBACK, Command, Stopped, beginning, flood, reserve_port, run, tail
from scaffold.server import Server, boot, log_file
from scaffold.starter import filled

TESTS_SECONDS = 300.0
TIDY_SECONDS = 60.0
REFUSAL_SECONDS = 20.0
# For all requests to one server together; the slowest starter needs one second.
REQUESTS_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Subject:
    """What is proven, in which cell, and who is told what is being done."""

    cell: Cell
    exceptions: Sequence[DeclaredException]
    listener: Callable[[Cell, str], None]
    # When the run began, on the monotonic clock.
    begun: float = field(default_factory=time.monotonic)

    def begins(self, step: str) -> None:
        self.listener(self.cell, step)

    def outcome(
        self,
        step: str,
        check: str,
        problem: str | None = None,
        *,
        detail: str | None = None,
        seconds: float = 0.0,
        cpu_seconds: float = 0.0,
        log: Path | None = None,
    ) -> Outcome:
        """What happened, seen against what was declared: an exception must fail, and only what is declared may."""
        declared = next(
            (e for e in self.exceptions if e.check == check and (e.server is None or e.server == step)), None
        )
        status = Status.PASSED if problem is None else Status.FAILED
        if declared is not None and problem is None:
            status = Status.FAILED
            problem = "is declared as an exception but passes: remove it from framework.toml"
        elif declared is not None:
            status, problem = Status.EXCEPTED, f"{declared.reason} ({problem})"
        return Outcome(
            cell=self.cell,
            step=step,
            check=check,
            status=status,
            problem=problem,
            detail=detail,
            seconds=seconds,
            ended_at=time.monotonic() - self.begun,
            cpu_seconds=cpu_seconds,
            log=log,
            tail=tail(log) if status is Status.FAILED and log is not None else None,
        )

    def not_tried(self, step: str, check: str, reason: str) -> Outcome:
        return Outcome(self.cell, step, check, Status.NOT_TRIED, reason)


async def prove(
    starter: Starter,
    environment: Environment,
    subject: Subject,
    *,
    scratch: Path,
    servers: Sequence[Mode] = (Mode.SERVE, Mode.DEV),
) -> list[Outcome]:
    """Try everything; a failure of one thing does not keep the others from being tried."""
    outcomes = []
    for mode in servers:
        subject.begins(mode)
        outcomes += await _server(starter, environment, mode, subject, scratch)
    if Mode.SERVE in servers:
        outcomes += await _refusal(starter, environment, subject, scratch)
    for step, argv, seconds in (
        ("tests", ("pytest",), TESTS_SECONDS),
        ("ruff", ("ruff", "check"), TIDY_SECONDS),
        ("format", ("ruff", "format", "--check"), TIDY_SECONDS),
    ):
        subject.begins(step)
        outcomes.append(await _tool(starter, environment, subject, scratch, step, argv, seconds))
    return outcomes


async def _server(
    starter: Starter, environment: Environment, mode: Mode, subject: Subject, scratch: Path
) -> list[Outcome]:
    begun = time.monotonic()
    outcomes: list[Outcome] = []
    try:
        async with boot(starter, environment, mode, scratch=scratch) as server:
            outcomes.append(subject.outcome(mode, BOOT, seconds=server.boot_seconds, log=server.log))
            outcomes += await _requests(starter, server, subject)
            stopped = await server.stop()
    except BootError as error:
        seconds = time.monotonic() - begun
        return [subject.outcome(mode, BOOT, str(error), seconds=seconds, log=log_file(scratch, mode))]
    outcomes.append(_stop(server, stopped, subject, STOP, seconds=stopped.seconds))
    return [*_tail_once(outcomes), await _stop_early(starter, environment, mode, subject, scratch)]


async def _requests(starter: Starter, server: Server, subject: Subject) -> list[Outcome]:
    """Ask everything, for as long as the server is there and not too slow; what is not asked has the reason."""
    outcomes: list[Outcome] = []
    first = time.monotonic()
    reason: str | None = None
    async with client(server.url) as http:
        for check in contract.checks(starter.table, server.mode):
            begun = time.monotonic()
            if reason is None and server.exit_code is not None:
                reason = f"the server had ended by itself, with status {server.exit_code}"
            if reason is not None:
                outcomes.append(subject.not_tried(server.mode, check.name, reason))
                continue
            if begun - first > REQUESTS_SECONDS:
                reason = f"the {len(outcomes)} requests before it took {begun - first:.0f} s"
                problem: str | None = f"not asked, because the server is too slow: {reason}"
            else:
                problem = await _ask(http, check, server)
            seconds = time.monotonic() - begun
            outcomes.append(subject.outcome(server.mode, check.name, problem, seconds=seconds, log=server.log))
    return outcomes


async def _ask(http: httpx.AsyncClient, check: contract.Check, server: Server) -> str | None:
    """Make one request; returns what was wrong with the answer."""
    answer = await fetch(http, check.request)
    problem = judge(check.expectation, answer)
    if problem is None:
        return None
    if isinstance(answer, NoAnswer) and await server.has_ended():
        problem += f"; the server ended by itself, with status {server.exit_code}"
    return f"{check.request.method} {check.request.target[:80]}: {problem}"


async def _stop_early(
    starter: Starter, environment: Environment, mode: Mode, subject: Subject, scratch: Path
) -> Outcome:
    """Boot a server once more and send SIGTERM right after its first complete answer.

    Only a moment later all may be well: some managers lose a signal that comes before they have put up their handlers.
    """
    begun = time.monotonic()
    try:
        async with boot(starter, environment, mode, scratch=scratch, at_once=True) as server:
            stopped = await server.stop()
    except BootError as error:
        seconds, log = time.monotonic() - begun, log_file(scratch, mode, at_once=True)
        return subject.outcome(mode, STOP_EARLY, f"at its second start: {error}", seconds=seconds, log=log)
    return _stop(server, stopped, subject, STOP_EARLY, seconds=time.monotonic() - begun)


def _stop(server: Server, stopped: Stopped, subject: Subject, check: str, *, seconds: float) -> Outcome:
    return subject.outcome(
        server.mode,
        check,
        _problem_of_stop(stopped, server.exit_code) or _problem_of_port(server.port),
        detail=f"{stopped.rung} after {stopped.seconds:.2f} s",
        seconds=seconds,
        cpu_seconds=stopped.cpu_seconds,
        log=server.log,
    )


def _problem_of_stop(stopped: Stopped, exit_code: int | None) -> str | None:
    if stopped.survivors:
        return f"{stopped.survivors} processes survived SIGKILL"
    if stopped.flooded:
        return flood("the server")
    if stopped.rung == "nothing to stop":
        return f"the server had ended by itself, with status {exit_code}"
    if stopped.rung not in ("TERM", "TERM TERM", "TERM to all"):
        return f"the server did not end by SIGTERM within {STOP_SECONDS - 1:.0f} s ({stopped.rung})"
    if stopped.left_behind:
        return f"the server ended and left {stopped.left_behind} of its processes behind"
    if stopped.seconds > STOP_SECONDS:
        return f"stopping took {stopped.seconds:.1f} s, more than {STOP_SECONDS:.0f}"
    return None


def _problem_of_port(port: int) -> str | None:
    try:
        reserve_port(port)
    except OSError as error:
        return f"port {port} is not free after the stop ({error.strerror})"
    return None


async def _refusal(starter: Starter, environment: Environment, subject: Subject, scratch: Path) -> list[Outcome]:
    """Without its secret the production command ends by itself, in words that name the variable."""
    secret = starter.table.secret
    if secret is None:
        return [subject.not_tried(Mode.SERVE, SECRET, "[tool.scaffold] names no secret")]
    log = scratch / "refusal.log"
    finished = await run(
        Command(
            filled(starter.table.serve, LOOPBACK, reserve_port()),
            cwd=starter.path,
            # Set and empty: what .env says must not count.
            env=program_environment(environment, scratch) | {secret: ""},
            log=log,
        ),
        deadline_seconds=REFUSAL_SECONDS,
    )
    said = beginning(log)
    problem = None
    if finished.flooded:
        problem = flood(f"without {secret} the production command")
    elif finished.exit_code is None:
        problem = f"the production server runs without {secret}"
    elif finished.exit_code == 0:
        problem = f"without {secret} the production command ends with status 0"
    elif secret not in said:
        problem = f"the production command ends without naming {secret}"
    elif "Traceback" in said:
        problem = f"without {secret} the production command shows a traceback"
    return [
        subject.outcome(
            Mode.SERVE, SECRET, problem, seconds=finished.seconds, cpu_seconds=finished.cpu_seconds, log=log
        )
    ]


async def _tool(
    starter: Starter,
    environment: Environment,
    subject: Subject,
    scratch: Path,
    step: str,
    argv: Sequence[str],
    deadline_seconds: float,
) -> Outcome:
    """Run one of the starter's own tools; status 0 is a pass."""
    if not (environment.bin / argv[0]).exists():
        return subject.not_tried(step, step, f"{argv[0]} is not installed in the project's environment")
    log = scratch / f"{step}.log"
    finished = await run(
        Command(argv, cwd=starter.path, env=program_environment(environment, scratch), log=log),
        deadline_seconds=deadline_seconds,
    )
    problem = None
    if finished.flooded:
        problem = flood(" ".join(argv))
    elif finished.exit_code is None:
        problem = f"{' '.join(argv)} was not done within {deadline_seconds:.0f} s"
    elif finished.exit_code != 0:
        problem = f"{' '.join(argv)} ended with status {finished.exit_code}"
    return subject.outcome(step, step, problem, seconds=finished.seconds, cpu_seconds=finished.cpu_seconds, log=log)


def _tail_once(outcomes: list[Outcome]) -> list[Outcome]:
    """One server has one log: its end is told with the first failure."""
    told = False
    result = []
    for outcome in outcomes:
        result.append(replace(outcome, tail=None) if told else outcome)
        told = told or outcome.tail is not None
    return result
