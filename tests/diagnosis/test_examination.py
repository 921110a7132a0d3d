"""No look is in the way of another, however it ends."""

import threading
import time
from collections.abc import Iterator

import pytest

from scaffold.diagnosis import Finding, Grade, Machine, System, examination
from scaffold.diagnosis.deadlines import OverdueError, together, within
from scaffold.diagnosis.findings import failed, ok

MACHINE = Machine(System.LINUX, "Debian")


def fine(_: Machine) -> Iterator[Finding]:
    yield ok("fine", "1.0")


def broken(_: Machine) -> Iterator[Finding]:
    yield ok("broken", "half of it")
    raise PermissionError(13, "Permission denied")


def hangs(_: Machine) -> Iterator[Finding]:
    threading.Event().wait(30)
    yield ok("hangs", "never")


def test_one_that_breaks_or_hangs_is_a_finding_and_the_others_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = [("hangs", hangs), ("broken", broken), ("fine", fine)]
    monkeypatch.setattr(examination, "looks", lambda machine: looks)
    begun = time.monotonic()

    diagnosis = examination.examine(MACHINE, seconds=0.5)

    assert time.monotonic() - begun < 15
    assert [(finding.about, finding.grade) for finding in diagnosis.findings] == [
        ("hangs", Grade.WARNING),
        ("broken", Grade.NOT_TRIED),
        ("fine", Grade.OK),
    ]
    assert "PermissionError: [Errno 13] Permission denied" in diagnosis.findings[1].found
    assert diagnosis.passed, "what could not be looked at may be in order"


def test_what_failed_is_not_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "looks", lambda machine: [("x", lambda _: [failed("x", "1", "It is broken.")])])

    assert not examination.examine(MACHINE).passed


def test_looks_go_on_at_the_same_time() -> None:
    passed: list[int] = []
    # Passed only by five at once.
    barrier = threading.Barrier(5)

    together([lambda: passed.append(barrier.wait())] * 5, seconds=20)

    assert sorted(passed) == [0, 1, 2, 3, 4]


def test_work_within_a_deadline_gives_its_result_or_its_error() -> None:
    assert within(5, lambda: 42) == 42
    with pytest.raises(KeyError):
        within(5, lambda: {"one": 1}["none"])
    with pytest.raises(OverdueError):
        within(0.1, lambda: time.sleep(1))
