"""Prove an installed starter: both servers against the contract, its own tests, its own tidiness."""

from collections.abc import Sequence
from pathlib import Path

from scaffold.contract import SECRET
from scaffold.model import Environment, Mode, Outcome, Starter
from scaffold.prove.commands import TESTS_SECONDS, TIDY_SECONDS, prove_refusal, prove_tool
from scaffold.prove.security import STEP as SECURITY
from scaffold.prove.security import prove_security
from scaffold.prove.servers import prove_server
from scaffold.prove.subject import Subject

__all__ = ["Subject", "prove"]


async def prove(
    starter: Starter,
    environment: Environment,
    subject: Subject,
    *,
    scratch: Path,
    servers: Sequence[Mode] = (Mode.SERVE, Mode.DEV),
) -> list[Outcome]:
    """Try all that the subject wants; a failure of one thing does not keep the others from being tried."""
    outcomes = []
    for mode in servers:
        if subject.wants(mode):
            subject.begins(mode)
            outcomes += await prove_server(starter, environment, mode, subject, scratch)
    if Mode.SERVE in servers and subject.wants(Mode.SERVE, SECRET):
        outcomes += await prove_refusal(starter, environment, subject, scratch)
    if subject.wants(SECURITY):
        subject.begins(SECURITY)
        outcomes += await prove_security(starter, environment, subject, scratch)
    for step, argv, seconds in (
        ("tests", ("pytest",), TESTS_SECONDS),
        ("ruff", ("ruff", "check"), TIDY_SECONDS),
        ("format", ("ruff", "format", "--check"), TIDY_SECONDS),
    ):
        if subject.wants(step):
            subject.begins(step)
            outcomes.append(await prove_tool(starter, environment, subject, scratch, step, argv, seconds))
    return outcomes
