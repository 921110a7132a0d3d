"""Fetch, question and render a template that is not ours: each in a process of its own that is held to limits."""

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

from scaffold.errors import InstallationError, RenderError, ScaffoldError, ToolMissingError, UsageError
from scaffold.model import ForeignTemplate
from scaffold.pairs import Rule, Side, Value
from scaffold.render.foreign_workers import DeadlineError, workers

MAX_ANSWER_BYTES = 16 * 1024 * 1024
# How a person has told ssh and git to reach a repository that not everybody may read.
_ACCESS = ("SSH_AUTH_SOCK", "GIT_SSH_COMMAND", "GIT_CONFIG_GLOBAL")
_ERRORS: dict[str, type[ScaffoldError]] = {
    "usage": UsageError,
    "tool": ToolMissingError,
    "network": InstallationError,
}


class _Answer(TypedDict, total=False):
    """What the worker answers; its docstring says when which of these is there."""

    url: str | None
    ref: str | None
    sides: list[tuple[str, list[str], bool]]
    rules: list[tuple[list[str], list[list[Value]]]]
    files: int
    bytes: int
    error: str
    message: str


async def fetch(template: ForeignTemplate, folder: Path) -> ForeignTemplate:
    """The template with its repository copied into `folder`, so that all its rows are of one state.

    Raises UsageError where there is no such template or version, InstallationError where it cannot be fetched.
    """
    mirror = folder / "template.git"
    answer = await _ask(template, {"task": "fetch", "mirror": str(mirror)}, folder, template.limits.fetch_seconds)
    url = answer["url"]
    return replace(template, ref=answer["ref"], url=url, mirror=mirror if url else None)


async def options(template: ForeignTemplate, folder: Path) -> tuple[list[Side], list[Rule]]:
    """What can be chosen in a template, and what goes together; without what its `data` has settled.

    Raises UsageError and RenderError.
    """
    answer = await _ask(template, {"task": "options"}, folder, template.limits.seconds)
    sides = [Side(name, tuple(values), may_be_absent) for name, values, may_be_absent in answer["sides"]]
    rules = [Rule(tuple(over), frozenset(map(tuple, allowed))) for over, allowed in answer["rules"]]
    return sides, rules


async def render(template: ForeignTemplate, project: Path, folder: Path) -> None:
    """Render a template to `project`, which must be below `folder`. Raises UsageError and RenderError."""
    await _ask(template, {"task": "render", "destination": str(project)}, folder, template.limits.seconds)


async def _ask(
    template: ForeignTemplate, request: Mapping[str, object], folder: Path, deadline_seconds: float
) -> _Answer:
    question, answer = (folder / f"{request['task']}.{what}" for what in ("request", "answer"))
    question.write_text(
        json.dumps(
            {
                **request,
                "source": template.source,
                "ref": template.ref,
                "data": dict(template.data) | dict(template.options),
                "trusted": template.trusted,
                "limits": {name: getattr(template.limits, name) for name in template.limits.__slots__},
            }
        )
    )
    try:
        async with workers() as those:
            status = await those.ask(
                {"request": str(question), "answer": str(answer)},
                folder,
                _environment(template, folder),
                seconds=deadline_seconds,
                # What a trusted template has started is ended with its worker.
                anew=template.trusted,
            )
    except DeadlineError as error:
        raise RenderError(
            f"The template {template.name} took more than {deadline_seconds:.0f} seconds, and that is the limit."
        ) from error
    content = _read(answer)
    if content is None:
        raise RenderError(f"Rendering {template.name} ended with status {status} and without an answer.")
    if "error" in content:
        message = content["message"].rstrip(".")
        kind = _ERRORS.get(content["error"])
        raise kind(f"{message}.") if kind else RenderError(_said(template, content["error"], message))
    return content


def _said(template: ForeignTemplate, error: str, message: str) -> str:
    if error == "worker":
        return f"scaffold itself failed as it dealt with {template.name}: {message}."
    return f"{message} (docs/templates-of-others.md)." if error == "limit" else f"The template is broken: {message}."


def _environment(template: ForeignTemplate, folder: Path) -> dict[str, str]:
    """What a request needs beside the variables that every child has."""
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    extra = {
        "TMPDIR": str(temporary),
        # Not the user's cache: what is killed there would stay there.
        "COPIER_CACHE_DIR": str(folder / "cache"),
        # Nobody is there to be asked for a password.
        "GIT_TERMINAL_PROMPT": "0",
    }
    if template.url and template.mirror:
        # Copier goes on to see the address, and git takes what was fetched from there.
        extra |= {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{template.mirror}.insteadOf",
            "GIT_CONFIG_VALUE_0": template.url,
        }
    access = {name: os.environ[name] for name in _ACCESS if name in os.environ}
    return access | extra


def _read(answer: Path) -> _Answer | None:
    try:
        if answer.stat().st_size > MAX_ANSWER_BYTES:
            return None
        content: _Answer = json.loads(answer.read_text())
    except (OSError, ValueError):
        return None
    return content
