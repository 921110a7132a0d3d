"""Prove what no request shows of a project's security: the step `security`."""

import asyncio
import json
from pathlib import Path

from scaffold.contract import FILE_CHECKS
from scaffold.environment import export_sbom
from scaffold.errors import InstallationError
from scaffold.model import Environment, Outcome, Starter
from scaffold.prove.commands import TIDY_SECONDS, prove_tool
from scaffold.prove.files import JUDGES, Files, NothingToJudge
from scaffold.prove.subject import Subject

STEP = "security"


async def prove_security(starter: Starter, environment: Environment, subject: Subject, scratch: Path) -> list[Outcome]:
    """Look at the files, make an SBOM, and let ruff look for what bandit looks for."""
    async with subject.processor:
        outcomes = await asyncio.to_thread(_files, starter, subject)
        outcomes.append(await _sbom(starter, subject, scratch))
    ruff = ("ruff", "check", "--select", "S")
    outcomes.append(
        await prove_tool(starter, environment, subject, scratch, STEP, ruff, TIDY_SECONDS, check="ruff-security")
    )
    assert {outcome.check for outcome in outcomes} == set(FILE_CHECKS)
    return outcomes


def _files(starter: Starter, subject: Subject) -> list[Outcome]:
    files = Files(starter)
    outcomes = []
    for check, judge in JUDGES.items():
        try:
            outcomes.append(subject.outcome(STEP, check, judge(files)))
        except NothingToJudge as nothing:
            outcomes.append(subject.not_tried(STEP, check, str(nothing)))
    return outcomes


async def _sbom(starter: Starter, subject: Subject, scratch: Path) -> Outcome:
    if not (starter.path / "uv.lock").exists():
        return subject.not_tried(STEP, "sbom", "the project has no uv.lock")
    log, file = scratch / "sbom.log", scratch / "sbom.json"
    problem, cpu_seconds = None, 0.0
    try:
        cpu_seconds = await export_sbom(starter, file, log=log)
        others = (starter.path / "uv.lock").read_text(encoding="utf-8").count("[[package]]") > 1
        # A project without dependencies has an SBOM without components.
        if not json.loads(file.read_text()).get("components") and others:
            problem = "the SBOM that uv makes of the lock names no component"
    except (InstallationError, ValueError, OSError) as error:
        problem = f"uv makes no SBOM of the lock: {error}"
    return subject.outcome(STEP, "sbom", problem, cpu_seconds=cpu_seconds, log=log)
