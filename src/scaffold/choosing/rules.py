"""What a person is asked and what each answer says of frameworks: rules as data, with the words for them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from scaffold.choosing.facts import Fact, Value

# Stands in what a rule says for what was answered.
ANSWER = "{answer}"


class Test(StrEnum):
    """How a condition looks at a fact; the names are the keys in the file of rules."""

    # Not for pytest.
    __test__ = False

    IS = "is"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    LACKS = "lacks"


@dataclass(frozen=True, slots=True)
class Condition:
    """When a rule holds for a framework."""

    fact: str
    test: Test
    # The values of IS, the number of AT_MOST and AT_LEAST, the entry of LACKS.
    operand: Value

    def holds(self, fact: Fact | None, answer: str = "") -> bool:
        """Whether it holds; never for what is not known."""
        if fact is None:
            return False
        value, operand = fact.value, self.operand
        if self.test is Test.AT_MOST:
            return isinstance(value, float | int) and isinstance(operand, float | int) and value <= operand
        if self.test is Test.AT_LEAST:
            return isinstance(value, float | int) and isinstance(operand, float | int) and value >= operand
        if self.test is Test.LACKS:
            return isinstance(value, tuple) and str(operand).replace(ANSWER, answer) not in value
        return isinstance(operand, tuple) and value in operand

    @property
    def words(self) -> str:
        """ "kind is micro or api"."""
        if isinstance(self.operand, tuple):
            return f"{self.fact} {self.test} {' or '.join(self.operand)}"
        operand = "the answer" if self.operand == ANSWER else f"{self.operand}"
        return f"{self.fact} {self.test.replace('_', ' ')} {operand}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one fact is worth."""

    condition: Condition
    # None: whoever it holds for is not ranked.
    points: int | None
    # Shown with what the fact is; of those that are not ranked it is the reason alone, without a full stop.
    because: str

    def sentence(self, fact: Fact, answer: str = "") -> str:
        return self.because.format(value=fact.words, by=fact.by, answer=answer)

    @property
    def depends_on_the_answer(self) -> bool:
        """Whether it can be said of no framework before the question is answered."""
        return self.condition.operand == ANSWER

    @property
    def worth(self) -> str:
        """ "+2", "-1" or "out"."""
        return "out" if self.points is None else f"{self.points:+}"


@dataclass(frozen=True, slots=True)
class Answer:
    """One of those that a question offers, and what it says of frameworks."""

    value: str
    title: str
    about: str = ""
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    title: str
    # Empty where they are what the frameworks have of a fact.
    answers: tuple[Answer, ...] = ()
    answers_from: str | None = None
    # These hold for each answer.
    rules: tuple[Rule, ...] = ()

    def answer(self, value: str) -> Answer:
        """The answer of that value; of a question whose answers come from a fact, any."""
        found = next((each for each in self.answers if each.value == value), None)
        if found is None and self.answers_from is None:
            raise KeyError(value)
        return found or Answer(value, value)


@dataclass(frozen=True, slots=True)
class Rules:
    """All that ranks."""

    questions: tuple[Question, ...]
    # These hold whatever is answered.
    always: tuple[Rule, ...] = ()
    # Facts; of frameworks with as many points the one with the least comes first.
    ties: tuple[str, ...] = field(default=())

    def question(self, key: str) -> Question:
        return next(each for each in self.questions if each.key == key)

    def sets(self) -> Iterator[tuple[Question | None, Answer | None, tuple[Rule, ...]]]:
        """The rules as one reads them: those that hold always, of any answer to a question, of one answer."""
        yield None, None, self.always
        for question in self.questions:
            if question.rules:
                yield question, None, question.rules
            for answer in question.answers:
                yield question, answer, answer.rules
