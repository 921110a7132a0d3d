"""Prove one server of a starter: its boot, its answers, its two ways to stop."""

import time
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import httpx

from scaffold import contract
from scaffold.contract import ADDRESSES, BOOT, COOKIES, STOP, STOP_EARLY, STOP_SECONDS
from scaffold.errors import BootError
from scaffold.model import Environment, Mode, Outcome, Starter
from scaffold.probe import Answer, NoAnswer, client, fetch, judge, judge_cookies
from scaffold.processes import LOOPBACK, Stopped, flood, reserve_port
from scaffold.prove.subject import Subject
from scaffold.server import Server, boot, log_file

# For all requests to one server together; the slowest starter needs one second.
REQUESTS_SECONDS = 60.0


async def prove_server(
    starter: Starter, environment: Environment, mode: Mode, subject: Subject, scratch: Path
) -> list[Outcome]:
    begun = time.monotonic()
    outcomes: list[Outcome] = []
    try:
        async with AsyncExitStack() as stack:
            async with subject.processor:
                begun = time.monotonic()
                server = await stack.enter_async_context(boot(starter, environment, mode, scratch=scratch))
                outcomes.append(subject.outcome(mode, BOOT, seconds=server.boot_seconds, log=server.log))
                outcomes.append(_addresses(server, subject))
                outcomes += await _requests(starter, server, subject)
            stopped = await server.stop()
    except BootError as error:
        seconds = time.monotonic() - begun
        return [subject.outcome(mode, BOOT, str(error), seconds=seconds, log=log_file(scratch, mode))]
    outcomes = _tail_once([*outcomes, _stop(server, stopped, subject, STOP, seconds=stopped.seconds)])
    if subject.wants(mode, STOP_EARLY):
        outcomes.append(await _stop_early(starter, environment, mode, subject, scratch))
    return outcomes


def _addresses(server: Server, subject: Subject) -> Outcome:
    exposed = server.exposed()
    problem = f"it was told to listen on {LOOPBACK}, and listens on {' and '.join(exposed)}" if exposed else None
    return subject.outcome(server.mode, ADDRESSES, problem, log=server.log)


async def _requests(starter: Starter, server: Server, subject: Subject) -> list[Outcome]:
    """Ask everything, for as long as the server is there and not too slow; what is not asked has the reason.

    A request that several checks look at is made once.
    """
    outcomes: list[Outcome] = []
    answers: dict[contract.Request, Answer | NoAnswer] = {}
    first = time.monotonic()
    reason: str | None = None
    async with client(server.url) as http:
        for check in contract.checks(starter.table, server.mode):
            # Of the cookies every answer is looked at.
            if not (subject.wants(server.mode, check.name) or subject.wants(server.mode, COOKIES)):
                continue
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
                problem = await _ask(http, check, server, answers)
            seconds = time.monotonic() - begun
            outcomes.append(subject.outcome(server.mode, check.name, problem, seconds=seconds, log=server.log))
    given = [answer for answer in answers.values() if isinstance(answer, Answer)]
    outcomes.append(subject.outcome(server.mode, COOKIES, judge_cookies(given), log=server.log))
    return outcomes


async def _ask(
    http: httpx.AsyncClient,
    check: contract.Check,
    server: Server,
    answers: dict[contract.Request, Answer | NoAnswer],
) -> str | None:
    """Make one request, unless it was made before; returns what was wrong with the answer."""
    if check.request not in answers:
        answers[check.request] = await fetch(http, check.request)
    answer = answers[check.request]
    problem = judge(check.expectation, answer)
    if problem is None and check.request.flood is not None:
        after = judge(contract.Expectation(), await fetch(http, contract.Request("GET", "/hello")))
        problem = f"afterwards it does not serve GET /hello any more: {after}" if after else None
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
        async with AsyncExitStack() as stack:
            async with subject.processor:
                begun = time.monotonic()
                booting = boot(starter, environment, mode, scratch=scratch, at_once=True)
                server = await stack.enter_async_context(booting)
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


def _tail_once(outcomes: list[Outcome]) -> list[Outcome]:
    """One server has one log: its end is told with the first failure."""
    told = False
    result = []
    for outcome in outcomes:
        result.append(replace(outcome, tail=None) if told else outcome)
        told = told or outcome.tail is not None
    return result
