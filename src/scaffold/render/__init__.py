"""Render a framework's templates into a complete project, or into nothing."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from scaffold.errors import DestinationError, RenderError
from scaffold.processes import Companion, companion

RENDER_SECONDS = 60.0
# An answer names every file of a project.
MAX_ANSWER_BYTES = 16 * 1024 * 1024


class _Answer(TypedDict, total=False):
    """What the worker answers; its docstring says when which of these is there."""

    stage: str
    project: str
    files: list[tuple[str, int]]
    dropped: str
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A file of a project: its path relative to the project, with slashes, and its size in bytes."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A rendered project in its hidden place. It is removed after the block unless it was published."""

    project: Path
    files: tuple[RenderedFile, ...]

    def publish(self, destination: Path) -> None:
        """Put the project at its destination with one rename.

        rename(2) takes the place of nothing or of an empty directory; anything else is left untouched. Raises
        DestinationError where something is there, also when it came a moment ago.
        """
        try:
            os.rename(self.project, destination)
        except OSError as error:
            raise DestinationError(
                f"{destination} is in the way ({error.strerror}). Nothing was changed; choose another --dest."
            ) from error


class Renderer:
    """A running render worker; one request at a time."""

    def __init__(self, start: Callable[[], Awaitable[Companion]]) -> None:
        self._start = start
        self._process: Companion | None = None
        self._turn = asyncio.Lock()
        self._was_asked = False

    async def start(self) -> Companion:
        """The worker's process, started now where it was not before."""
        if self._process is None:
            self._process = await self._start()
        return self._process

    def let_go(self) -> None:
        """End it at once where it was never asked: it is still importing Copier, and has nothing to tidy up."""
        if self._process is not None and not self._was_asked:
            self._process.kill()

    @asynccontextmanager
    async def stage(
        self, templates: Sequence[Path], data: Mapping[str, str], *, beside: Path | None = None
    ) -> AsyncIterator[Stage]:
        """Render `templates`, each over the one before, into a hidden folder beside a destination.

        Without `beside` it is in the system's folder for temporary files, to be looked at only. Raises
        DestinationError where that folder cannot be written, RenderError where a template is broken.
        """
        answer = await self._ask(
            {
                "render": {
                    "templates": [str(template) for template in templates],
                    "data": dict(data),
                    "beside": None if beside is None else str(beside),
                }
            }
        )
        try:
            yield Stage(
                project=Path(answer["project"]),
                files=tuple(RenderedFile(path, size) for path, size in answer["files"]),
            )
        finally:
            await self._ask({"drop": answer["stage"]})

    async def _ask(self, request: Mapping[str, object]) -> _Answer:
        async with self._turn:
            self._was_asked = True
            line = await self._exchange(json.dumps(request).encode() + b"\n")
        if not line:
            raise RenderError("The render worker ended without an answer. Is Copier installed properly?")
        answer: _Answer = json.loads(line)
        if answer.get("error") == "destination":
            raise DestinationError(
                f"The project cannot be written there: {answer['message']}. Nothing was changed; choose another --dest."
            )
        if "error" in answer:
            raise RenderError(f"The template is broken: {answer['message']}")
        return answer

    async def _exchange(self, request: bytes) -> bytes:
        try:
            async with asyncio.timeout(RENDER_SECONDS):
                return await (await self.start()).ask(request)
        except TimeoutError as error:
            # It would be waited for as long again. Its stage is swept by the next run.
            if self._process is not None:
                self._process.kill()
            raise RenderError(f"Rendering took more than {RENDER_SECONDS:.0f} seconds.") from error
        except BrokenPipeError:
            return b""


@asynccontextmanager
async def renderer(*, at_once: bool = True) -> AsyncIterator[Renderer]:
    """Start a render worker and keep it for the length of a block.

    It imports Copier (0.3 to 0.5 s) while the caller goes on; only the first request waits for that. Without `at_once`
    it is started by the first request, for who may have none.
    """
    async with AsyncExitStack() as stack:
        worker = Renderer(lambda: stack.enter_async_context(companion(max_line_bytes=MAX_ANSWER_BYTES)))
        if at_once:
            await worker.start()
        try:
            yield worker
        finally:
            worker.let_go()
