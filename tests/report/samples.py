"""Reports as runs give them, of any size: what is timed is put one after the other in as many lanes as a run has."""

import heapq
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime

from scaffold.model import Cell, Outcome, Report, Resolution, Status

STARTED = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)
CONTEXT = {
    "scaffold": "0.4.0",
    "copier": "9.19.0",
    "uv": "0.13.8",
    "platform": "Linux-6.8-x86_64",
    "python 3.12": "/usr/bin/python3.12",
}
STARTERS = ("aiohttp", "django", "falcon", "flask", "pyramid", "sanic", "tornado")
PYTHONS = ("3.11", "3.12", "3.13")
TAIL = """Traceback (most recent call last):
  File "/tmp/scaffold-smoke-x/pyramid-3.12-latest/Smoke-Test/.venv/bin/pserve", line 6, in <module>
    sys.exit(main())
  File "/tmp/scaffold-smoke-x/pyramid-3.12-latest/Smoke-Test/smoke_test/__init__.py", line 7, in main
    import pkg_resources
ModuleNotFoundError: No module named 'pkg_resources'"""
# What no report may let through: markup of three kinds, a workflow command, a terminal's colours, and no characters.
HOSTILE = (
    "<script>alert(1)</script></pre></details> {{ 7 * 7 }} ]]> & \" ' `` ``` | @everyone #1\n"
    "::error file=x::injected\n"
    "\x1b[31mred\x1b[0m \x00\x07\x1b \ufffe \udc80 \u202eback\r\n::set-output name=a::b%0A"
)
_STEPS = (
    ("render", ("render",), 0.05),
    ("install", ("install",), 0.6),
    ("serve", ("boot", "hello", "hello-slash", "not-found", "headers", "stop"), 0.5),
    ("dev", ("boot", "hello", "index", "stop"), 0.6),
    ("serve", ("refuses-without-secret",), 0.3),
    ("tests", ("tests",), 1.1),
    ("ruff", ("ruff",), 0.05),
    ("format", ("format",), 0.04),
)


def cells(
    starters: Sequence[str] = STARTERS,
    pythons: Sequence[str] = PYTHONS,
    resolutions: Sequence[Resolution] = (Resolution.LOCKED,),
) -> list[Cell]:
    return [
        Cell(starter, python, resolution) for starter in starters for python in pythons for resolution in resolutions
    ]


def rows_of_options() -> list[Cell]:
    """A template of others, with two rows of options and two Pythons."""
    rows = ((("database", "none"), ("docs", "true")), (("database", "sqlite"), ("docs", "false")))
    return [Cell("mine", python, options=options) for options in rows for python in ("3.11", "3.12")]


def outcomes_of(cell: Cell, *, begin: float = 0.0, fails: bool = False, weight: float = 1.0) -> Iterator[Outcome]:
    """All that happens to a cell; one that fails does not boot, and its tests fail."""
    at = begin
    for step, checks, seconds in _STEPS:
        at += 0.05
        for check in checks:
            share = seconds * weight / len(checks)
            at += share
            bad = fails and (check == "boot" or step == "tests")
            yield Outcome(
                cell,
                step,
                check,
                Status.FAILED if bad else Status.PASSED,
                f"{step} ended with status 1 before it answered" if bad else None,
                "TERM after 0.11 s" if check == "stop" else None,
                seconds=share,
                ended_at=at,
                cpu_seconds=share * 0.8,
                tail=TAIL if bad else None,
            )


def report(
    every: Sequence[Cell] = tuple(cells()), *, failing: Collection[Cell] = (), lanes: int = 3, slow: float = 1.0
) -> Report:
    """A run of these cells."""
    free = [0.0] * lanes
    outcomes: list[Outcome] = []
    for number, cell in enumerate(every):
        begin = heapq.heappop(free)
        weight = slow * (0.7 + 0.6 * ((number * 7) % 5) / 4)
        mine = list(outcomes_of(cell, begin=begin, fails=cell in failing, weight=weight))
        heapq.heappush(free, mine[-1].ended_at)
        outcomes += mine
    return Report(tuple(outcomes), max(free), CONTEXT, STARTED)
