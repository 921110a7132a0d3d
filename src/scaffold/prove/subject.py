"""What is proven, and how what happened becomes an outcome."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from scaffold.model import Cell, DeclaredException, Outcome, Status
from scaffold.processes import tail


@dataclass(frozen=True, slots=True)
class Subject:
    """What is proven, in which cell, and who is told what is being done."""

    cell: Cell
    exceptions: Sequence[DeclaredException]
    listener: Callable[[Cell, str], None]
    # Held while something computes, and not while something is waited for.
    processor: AbstractAsyncContextManager[object] = field(default_factory=nullcontext)
    # When the run began, on the monotonic clock.
    begun: float = field(default_factory=time.monotonic)
    # The step and the check that alone are of interest; None: all are. What a step takes in passing is told as well.
    only: tuple[str, str] | None = None

    def wants(self, step: str, check: str | None = None) -> bool:
        """Whether a check is to be made, or anything of a step."""
        return self.only is None or (self.only[0] == step and check in (None, self.only[1]))

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
