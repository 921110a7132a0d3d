"""Ask a person on a terminal: for what a command line of `scaffold new` leaves open, or one question after another."""

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from scaffold.cli.asking import kept
from scaffold.cli.asking.in_turn import in_turn
from scaffold.cli.asking.interview import FrontEnd, Interview
from scaffold.cli.asking.new_project import NewProject
from scaffold.cli.asking.questions import Answers, Question
from scaffold.cli.asking.request import Request

__all__ = ["Ended", "Request", "ask", "ask_in_turn", "forget"]

forget = kept.forget


class Ended(Exception):  # noqa: N818 - the person's decision and no error
    """The person has ended the questions: nothing was made."""

    def __init__(self, signal_number: int, *, kept: bool) -> None:
        super().__init__(f"Interrupted. Nothing was written{'; your answers are offered the next time' * kept}.")
        self.exit_code = 128 + signal_number


class _Signalled(BaseException):
    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def ask(given: Request, *, plain: bool) -> Request:
    """The request with everything on it; raises Ended, and keeps the answers until `forget`."""
    project = NewProject(given)
    offered = kept.recall()
    front = _front_end(plain=plain)
    if offered:
        front.say(["The answers of the last time, which came to nothing, are filled in."])
    interview = Interview(front, project, offered)
    number = 0
    try:
        with _signals_raise():
            return interview.conduct()
    except KeyboardInterrupt:
        number = signal.SIGINT
    except _Signalled as signalled:
        number = signalled.number
    finally:
        known = {**offered, **interview.answers}
        is_kept = bool(known) and kept.keep(known)
    raise Ended(number, kept=is_kept)


def ask_in_turn(questions: Sequence[Question], *, plain: bool) -> Answers:
    """The answers to questions that do not depend on each other, by key; raises Ended, and keeps nothing."""
    front = _front_end(plain=plain)
    try:
        with _signals_raise():
            return in_turn(front, questions)
    except KeyboardInterrupt:
        number: int = signal.SIGINT
    except _Signalled as signalled:
        number = signalled.number
    raise Ended(number, kept=False)


def _front_end(*, plain: bool) -> FrontEnd:
    if plain:
        from scaffold.cli.asking.lines import Lines

        return Lines()
    from scaffold.cli.asking.screen import Screen

    return Screen()


@contextmanager
def _signals_raise() -> Iterator[None]:
    """Let a signal to end be an exception: by default it would leave the terminal as the questions have set it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, _: FrameType | None) -> None:
        raise _Signalled(number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
