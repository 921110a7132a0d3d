"""A question while it is being answered: what is typed, pointed at and checked, and what speaks against it."""

from collections.abc import Sequence

from scaffold.cli.asking.questions import Answer, Choice, Kind, Question, found


class Form:
    """The state behind one question on a screen; it knows no keys and draws nothing."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.text = question.start[0] if question.kind is Kind.TEXT else ""
        self.checked = set(question.start if question.kind is Kind.SEVERAL else ())
        self.pointed = self._where_it_starts()
        self._problem = question.refused

    @property
    def choices(self) -> Sequence[Choice]:
        """Those that are shown."""
        return found(self.question.choices, self.text) if self.text else self.question.choices

    @property
    def choice(self) -> Choice | None:
        """The one that is pointed at."""
        return self.choices[self.pointed] if self.choices else None

    @property
    def problem(self) -> str | None:
        return self._problem

    def type(self, text: str) -> None:
        """The text is now this."""
        if text == self.text:
            return
        self.text = text
        if self.question.kind is Kind.TEXT:
            self._problem = self._judged() if text else None
        else:
            self.pointed = 0 if text else self._where_it_starts()
            self._problem = None if self.choices else self.question.unmatched(text)

    def move(self, rows: int) -> None:
        if self.choices:
            self.pointed = min(max(self.pointed + rows, 0), len(self.choices) - 1)
            self._settle()

    def point(self, index: int) -> None:
        """Point at a row by its number, from 0; a number that no row has is ignored."""
        if index < len(self.choices):
            self.move(index - self.pointed)

    def toggle(self) -> None:
        if self.choice is not None:
            self.checked ^= {self.choice.value}
            self._problem = self._judged()

    def answer(self) -> Answer | None:
        """The answer, or None where something speaks against it, and then `problem` says what."""
        if self.question.kind is Kind.ONE and self.choice is None:
            return None
        self._problem = self._judged()
        return self._answer() if self._problem is None else None

    def _answer(self) -> Answer:
        if self.question.kind is Kind.TEXT:
            return (self.text.strip(),)
        if self.question.kind is Kind.ONE:
            return (self.choice.value,) if self.choice else ()
        return tuple(choice.value for choice in self.question.choices if choice.value in self.checked)

    def _judged(self) -> str | None:
        return self.question.problem(self._answer())

    def _settle(self) -> None:
        # What was said of another row is not true of this one.
        if self.question.kind is Kind.ONE:
            self._problem = None

    def _where_it_starts(self) -> int:
        values = [choice.value for choice in self.question.choices]
        starts_at = self.question.start[0] if self.question.kind is Kind.ONE and self.question.start else None
        return values.index(starts_at) if starts_at in values else 0
