"""The way through the questions: forwards, one back, and at the end a summary before anything is made."""

from collections.abc import Sequence
from typing import Protocol

from scaffold.cli.asking.new_project import DESTINATION, ELSEWHERE, INTO, KEYS, NewProject, steps
from scaffold.cli.asking.questions import Answer, Answers, Back, Choice, Kind, Question
from scaffold.cli.asking.request import Request

MAKE, CHANGE, CANCEL = "make", "change", "cancel"


class FrontEnd(Protocol):
    """Asks one question, on a screen or line by line."""

    def ask(self, question: Question, *, place: str, done: Sequence[tuple[str, str]]) -> Answer:
        """An answer without a problem. `place` says how far one is, `done` has the titles and answers so far.

        Raises Back where the question before is wanted, KeyboardInterrupt where the person ends it.
        """

    def say(self, lines: Sequence[str]) -> None:
        """Show something that stays."""


class Interview:
    """Asks what the command line left open. `answers` has what was answered, also when it was broken off."""

    def __init__(self, front: FrontEnd, project: NewProject, offered: Answers) -> None:
        self.answers: dict[str, Answer] = {}
        self._front = front
        self._project = project
        self._given = project.answered()
        self._offered = offered
        self._asked: set[str] = set()

    def conduct(self) -> Request:
        """The whole request, once the person has agreed to it."""
        index, way = 0, 1
        while True:
            try:
                while index < len(KEYS):
                    if not self._settled(KEYS[index]):
                        self._ask(KEYS[index])
                        way = 1
                    # Back before the first question: it is asked once more.
                    index, way = (index + way, way) if index + way >= 0 else (0, 1)
                if self._agreed():
                    return self._project.request(self.answers)
            except Back:
                pass
            index, way = max(index - 1, 0), -1

    def _settled(self, key: str) -> bool:
        """Whether there is nothing to ask, or the command line has answered it; not where that answer cannot be."""
        if not self._project.applies(key, self.answers):
            self.answers[key] = ()
            return True
        if key not in self._given or key in self._asked:
            return False
        answer = self._given[key]
        if self._project.question(key, self.answers, answer).problem(answer):
            return False
        self.answers[key] = answer
        return True

    def _ask(self, key: str) -> None:
        start = self.answers.get(key, self._given.get(key, self._offered.get(key)))
        question = self._project.question(key, self.answers, start)
        answer = self._front.ask(question, place=self._place(key), done=self._done(before=key))
        if answer == (ELSEWHERE.value,):
            # The command line may have said which.
            self._asked.add(DESTINATION)
            raise Back
        self.answers[key] = self._project.remembered(key, answer, self.answers)
        self._asked.add(key)

    def _place(self, key: str) -> str:
        if key == INTO:
            # It is about the same.
            return self._place(DESTINATION)
        asked = [each for each in KEYS if each not in self._given or each in self._asked or each == key]
        asked.remove(INTO)
        return f"{asked.index(key) + 1} of {len(asked)}"

    def _done(self, *, before: str) -> list[tuple[str, str]]:
        keys = KEYS[: KEYS.index(before)]
        return answered(self._project, self.answers, keys)

    def _agreed(self) -> bool:
        """Whether it is to be made; raises Back or KeyboardInterrupt where it is not."""
        request = self._project.request(self.answers)
        self._front.say(summary(self._project, self.answers))
        make = "Show what would be made" if request.dry_run else "Make it"
        choices = (Choice(MAKE, make), Choice(CHANGE, "Go back and change something"), Choice(CANCEL, "Cancel"))
        decision = Question("decision", "All right?", Kind.ONE, (MAKE,), choices)
        (answer,) = self._front.ask(decision, place="", done=())
        if answer == CANCEL:
            raise KeyboardInterrupt
        return answer == MAKE


def summary(project: NewProject, answers: Answers) -> list[str]:
    """What will be made and where, and the line that asks for the same."""
    request = project.request(answers)
    shown = dict(answered(project, answers, KEYS)) | {
        "Folder": str(request.path()),
        "Options": ", ".join(steps(request)) or "none",
    }
    lines = [f"{title}: {answer}" for title, answer in shown.items()]
    return ["", *lines, "", "The same in one line:", request.line(), ""]


def answered(project: NewProject, answers: Answers, keys: Sequence[str]) -> list[tuple[str, str]]:
    """The titles of questions and their answers, as a person reads them."""
    questions = [project.question(key, answers, answers[key]) for key in keys if key != INTO]
    return [(each.title, each.shown) for each in questions if each.choices or each.kind is Kind.TEXT]
