"""Which framework for what: candidates ranked by answers, by rules that are data and can be argued with."""

from scaffold.choosing.facts import Candidate, Fact, candidates
from scaffold.choosing.ranking import LeftOut, Ranked, Ranking, Reason, rank, who_has
from scaffold.choosing.reading import ANY, OWN, QUESTIONS, read
from scaffold.choosing.rules import Answer, Condition, Question, Rule, Rules, Test

__all__ = [
    "ANY",
    "OWN",
    "QUESTIONS",
    "Answer",
    "Candidate",
    "Condition",
    "Fact",
    "LeftOut",
    "Question",
    "Ranked",
    "Ranking",
    "Reason",
    "Rule",
    "Rules",
    "Test",
    "candidates",
    "offered",
    "rank",
    "read",
    "who_has",
]


def offered(question: Question, known: "tuple[Candidate, ...]") -> tuple[Answer, ...]:
    """What can be answered: what the question says, or what the candidates have of its fact."""
    if question.answers_from is None:
        return question.answers
    lists = (each.facts[question.answers_from].value for each in known if question.answers_from in each.facts)
    values = {value for each in lists if isinstance(each, tuple) for value in each}
    return tuple(question.answer(value) for value in sorted(values, key=_in_order))


def _in_order(version: str) -> tuple[int, ...]:
    """3.9 before 3.13."""
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
