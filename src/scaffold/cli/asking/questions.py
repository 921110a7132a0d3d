"""A question as data: what is asked, what may be chosen, what speaks against an answer, what a search finds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

# The values that were chosen, or the one text that was typed.
Answer = tuple[str, ...]
Answers = Mapping[str, Answer]

# From so many on, a list is searched by typing; below, a person sees all at once.
MANY_CHOICES = 9


class Kind(Enum):
    TEXT = auto()
    ONE = auto()
    SEVERAL = auto()


class Back(Exception):  # noqa: N818 - a way to go and no error
    """The person wants the question before this one again."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of those that a question offers."""

    value: str
    title: str
    # A word each, for columns.
    facts: tuple[str, ...] = ()
    about: str = ""
    # What speaks against taking it, though it can be taken.
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and all that a front end has to know of it."""

    key: str
    title: str
    kind: Kind
    # What is taken where nothing else is said; where an answer was refused, that one.
    start: Answer = ()
    choices: tuple[Choice, ...] = ()
    # The sentence that the command line would end with, or None where the answer will do.
    problem: Callable[[Answer], str | None] = lambda _: None
    # The same of a text that is no choice.
    unmatched: Callable[[str], str] = "Nothing here matches {!a}.".format

    @property
    def searched(self) -> bool:
        return self.kind is Kind.ONE and len(self.choices) >= MANY_CHOICES

    @property
    def refused(self) -> str | None:
        """What speaks against the answer that it starts with."""
        return self.problem(self.start) if any(self.start) or self.kind is Kind.SEVERAL else None

    @property
    def shown(self) -> str:
        """The answer that it starts with, as a person reads it."""
        if self.kind is Kind.TEXT:
            return self.start[0]
        titles = {choice.value: choice.title for choice in self.choices}
        # The command line may give what is not offered.
        return ", ".join(titles.get(value, value) for value in self.start) or "none of these"


def found(choices: Sequence[Choice], text: str) -> list[Choice]:
    """The choices in which every word of `text` stands: first where it begins the title, then elsewhere in it."""
    words = text.lower().split()
    return sorted((choice for choice in choices if _has(choice, words)), key=lambda choice: _distance(choice, words))


def _has(choice: Choice, words: Sequence[str]) -> bool:
    text = " ".join((choice.value, choice.title, *choice.facts, choice.about)).lower()
    return all(word in text for word in words)


def _distance(choice: Choice, words: Sequence[str]) -> int:
    # sorted() keeps the order of those that are equally near.
    title, text = choice.title.lower(), " ".join(words)
    if choice.value == text:
        return 0
    return 1 if title.startswith(text) else 2 if text in title else 3
