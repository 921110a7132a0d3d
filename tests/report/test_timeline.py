from dataclasses import replace
from itertools import pairwise

import pytest

from scaffold.model import Cell, Outcome, Report, Resolution, Status
from scaffold.report.timeline import Span, phases, repeated, timeline

from .samples import cells, report

CELL = Cell("flask", "3.12")


def timed(step: str, check: str, begin: float, end: float, status: Status = Status.PASSED) -> Outcome:
    return Outcome(CELL, step, check, status, seconds=end - begin, ended_at=end, cpu_seconds=1.0)


def test_what_was_done_for_one_step_without_a_pause_is_one_phase() -> None:
    run = Report(
        (
            timed("install", "install", 0, 2),
            timed("serve", "boot", 2, 3),
            timed("serve", "hello", 3, 3.1),
            timed("serve", "stop", 3.2, 3.5),
            timed("dev", "boot", 3.5, 4, Status.FAILED),
            timed("serve", "refuses-without-secret", 4, 5),
        ),
        5.0,
    )

    assert timeline(run) == {
        CELL: [
            Span("install", 0, 2, False),
            Span("serve", 2, 3.5, False),
            Span("dev", 3.5, 4, True),
            Span("serve", 4, 5, False),
        ]
    }


def test_cells_come_in_the_order_in_which_they_began() -> None:
    run = report(cells())

    begins = [spans[0].begin for spans in timeline(run).values()]

    assert begins == sorted(begins)
    assert len(begins) == 21
    for spans in timeline(run).values():
        assert all(earlier.end <= later.begin + 1e-6 for earlier, later in pairwise(spans))


def test_what_was_not_tried_takes_no_place() -> None:
    run = Report((Outcome(CELL, "install", "install", Status.NOT_TRIED, "no Python"),), 0.1)

    assert timeline(run) == {}
    assert phases(run) == []


def test_a_cell_that_was_like_another_is_not_counted_twice() -> None:
    run = report([CELL])
    twin = replace(CELL, resolution=Resolution.LATEST)
    both = replace(run, outcomes=(*run.outcomes, *(replace(outcome, cell=twin) for outcome in run.outcomes)))

    assert repeated(both) == {twin}
    assert timeline(both) == timeline(run)
    assert phases(both) == phases(run)


def test_each_phase_is_summed_and_its_slowest_cell_named() -> None:
    run = report(cells(("flask", "falcon"), ("3.12",)))

    found = phases(run)

    assert [phase.step for phase in found] == ["render", "install", "serve", "dev", "tests", "ruff", "format"]
    assert sum(phase.seconds for phase in found) == pytest.approx(sum(outcome.seconds for outcome in run.outcomes))
    assert all(phase.slowest == Cell("falcon", "3.12") for phase in found)


def test_a_step_that_is_new_here_comes_last() -> None:
    run = Report((timed("weather", "rain", 0, 1), timed("format", "format", 1, 2)), 2.0)

    assert [phase.step for phase in phases(run)] == ["format", "weather"]
