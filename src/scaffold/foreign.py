"""A template that is not ours: how a person names it, how long it is at hand, which rows of options it has."""

import asyncio
import io
import json
import re
import tarfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from scaffold import pairs
from scaffold import starter as starters
from scaffold.environment import resolve
from scaffold.errors import RenderError, UsageError
from scaffold.model import ForeignTemplate
from scaffold.processes import scratch_folder
from scaffold.render import foreign
from scaffold.render.foreign_workers import kept_workers

# Each is a starter to be installed and booted.
MAX_ROWS = 256
PROJECT = "smoke-test"
LOCK = "uv.lock"
_SCHEME = re.compile(r"^[a-z+]+://")


def named(text: str, data: Sequence[str] = (), *, trusted: bool = False) -> ForeignTemplate:
    """What a person means by a path or an address, with "@REF" at its end or without, and by "NAME=VALUE".

    Raises UsageError where an answer is not of that form, or the path is none.
    """
    if not text or text.startswith("-"):
        raise UsageError("--template wants the folder of a template, or the address of its repository.")
    source, ref = _split(text)
    path = Path(source).expanduser()
    if path.exists():
        source = str(path.resolve())
    elif not (_SCHEME.match(source) or ":" in source):
        raise UsageError(f"There is no template in {source}: it is neither a folder nor the address of a repository.")
    return ForeignTemplate(_name(source), source, ref, tuple(_answer(each) for each in data), trusted=trusted)


def answers(data: Mapping[str, object]) -> list[str]:
    """Answers of a program as those of a person, "NAME=VALUE": texts as they are, anything else as JSON has it."""
    return [f"{name}={value if isinstance(value, str) else json.dumps(value)}" for name, value in data.items()]


def _split(text: str) -> tuple[str, str | None]:
    """ "gh:owner/name@v1" is the version v1; "git@host:owner/name" and "https://user@host/name" have none."""
    source, at, ref = text.rpartition("@")
    if not at or not ref or ref.startswith("-") or ":" in ref or Path(text).expanduser().exists():
        return text, None
    has_version = "/" in _SCHEME.sub("", source) or Path(source).expanduser().exists()
    return (source, ref) if has_version else (text, None)


def _name(source: str) -> str:
    last = re.split(r"[/:\\]", source.rstrip("/"))[-1].removesuffix(".git").removesuffix(".bundle")
    return re.sub(r"[^A-Za-z0-9._-]+", "-", last)[:40].strip("-.") or "template"


def _answer(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(f"--data wants NAME=VALUE, for example --data database=sqlite; {text!a} is not of that form.")
    return name, value


@asynccontextmanager
async def opened(template: ForeignTemplate) -> AsyncIterator[ForeignTemplate]:
    """The template, fetched once, for the length of a block. Raises what `render.foreign.fetch` raises."""
    with scratch_folder("template") as folder:
        async with kept_workers():
            yield await foreign.fetch(template, folder)


async def pairwise(template: ForeignTemplate) -> list[ForeignTemplate]:
    """The template once for each row of options, so that any two values that go together are together in one.

    Raises UsageError where there are too many rows, RenderError where the template takes no answers at all.
    """
    with scratch_folder("options") as folder:
        sides, rules = await foreign.options(template, folder)
    needed = max((len(one.values) * len(other.values) for one in sides for other in sides if one != other), default=1)
    rows = pairs.rows(sides, rules) if needed <= MAX_ROWS else []
    if needed > MAX_ROWS or len(rows) > MAX_ROWS:
        largest = max(sides, key=lambda side: len(side.values))
        raise UsageError(
            f"{template.name} would need more than {MAX_ROWS} rows: '{largest.name}' alone has {len(largest.values)} "
            f"values. Settle it with --data {largest.name}=VALUE."
        )
    if not rows:
        raise RenderError(f"The template {template.name} is broken: it takes no combination of its own options.")
    if missing := pairs.uncovered(sides, rules, rows):
        raise RenderError(f"scaffold itself failed: {len(missing)} pairs of options are in no row.")
    return [replace(template, options=row) for row in rows]


async def render(template: ForeignTemplate, project: Path, folder: Path) -> None:
    """Render a starter to `project`, below `folder`. Raises UsageError, and RenderError where it is no starter."""
    if template.rendered is None:
        await foreign.render(template, project, folder)
    else:
        await asyncio.to_thread(_unpack, template.rendered, project)
    try:
        starters.load(project)
    except UsageError as error:
        # The person knows nothing of the place where it was rendered.
        said = str(error).replace(f"{project}/", "").replace(str(project), f"what {template.name} renders")
        raise RenderError(said) from error


def packed(project: Path) -> bytes:
    """A rendered project as bytes, for another machine."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        archive.add(project, ".")
    return content.getvalue()


def _unpack(content: bytes, project: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(project, filter="data")


async def lock(project: Path, folder: Path) -> None:
    """Resolve a project that has no lock of its own: nothing was verified, its users get what is there on the day."""
    if not (project / LOCK).exists():
        await resolve(project, python=None, log=folder / "resolve.log")
