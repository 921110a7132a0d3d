"""Prove what ends by itself: production without its secret, the starter's own tests, its own tidiness."""

from collections.abc import Sequence
from pathlib import Path

from scaffold.contract import SECRET
from scaffold.environment import program_environment
from scaffold.model import Environment, Mode, Outcome, Starter
from scaffold.processes import LOOPBACK, Command, beginning, flood, reserve_port, run
from scaffold.prove.files import secrets_of
from scaffold.prove.subject import Subject
from scaffold.starter import filled

TESTS_SECONDS = 300.0
TIDY_SECONDS = 60.0
REFUSAL_SECONDS = 20.0


async def prove_refusal(starter: Starter, environment: Environment, subject: Subject, scratch: Path) -> list[Outcome]:
    """Without its secret the production command ends by itself, in words that name the variable."""
    secret = starter.table.secret
    if secret is None:
        return [subject.not_tried(Mode.SERVE, SECRET, "[tool.scaffold] names no secret")]
    log = scratch / "refusal.log"
    async with subject.processor:
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
    values = secrets_of(starter)
    problem = None
    if finished.flooded:
        problem = flood(f"without {secret} the production command")
    elif finished.exit_code is None:
        problem = f"the production server runs without {secret}"
    elif finished.exit_code == 0:
        problem = f"without {secret} the production command ends with status 0"
    elif secret not in said:
        problem = f"the production command ends without naming {secret}"
    elif any(value in said for value in values):
        problem = f"without {secret} the production command shows the value of a secret in .env"
    elif "Traceback" in said:
        problem = f"without {secret} the production command shows a traceback"
    return [
        subject.outcome(
            Mode.SERVE, SECRET, problem, seconds=finished.seconds, cpu_seconds=finished.cpu_seconds, log=log
        )
    ]


async def prove_tool(
    starter: Starter,
    environment: Environment,
    subject: Subject,
    scratch: Path,
    step: str,
    argv: Sequence[str],
    deadline_seconds: float,
    *,
    check: str | None = None,
) -> Outcome:
    """Run one of the starter's own tools; status 0 is a pass. The check is called like the step unless it is given."""
    check = check or step
    if not (environment.bin / argv[0]).exists():
        return subject.not_tried(step, check, f"{argv[0]} is not installed in the project's environment")
    log = scratch / f"{check}.log"
    async with subject.processor:
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
    return subject.outcome(step, check, problem, seconds=finished.seconds, cpu_seconds=finished.cpu_seconds, log=log)
