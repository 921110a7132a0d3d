"""Rank candidates by answers: every point has its rule, and the sentence that says why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scaffold.choosing.facts import Candidate, Fact
from scaffold.choosing.rules import Rule, Rules


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule found."""

    rule: Rule
    fact: Fact
    # None: it holds whatever is answered.
    question: str | None
    answer: str | None

    @property
    def sentence(self) -> str:
        return self.rule.sentence(self.fact, self.answer or "")

    @property
    def points(self) -> int:
        return self.rule.points or 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its points, and all reasons for them in the order of the rules."""

    candidate: Candidate
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class LeftOut:
    candidate: Candidate
    reason: Reason


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best first."""

    answers: Mapping[str, str]
    ranked: tuple[Ranked, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def undescribed(self) -> tuple[Candidate, ...]:
        """Those among the ranked that rules about traits could say nothing of."""
        return tuple(each.candidate for each in self.ranked if each.candidate.undescribed)


def rank(rules: Rules, answers: Mapping[str, str], candidates: Sequence[Candidate]) -> Ranking:
    """Rank by the answers, by key of their question; what was not answered counts for nobody."""
    ranked, left_out = [], []
    for candidate in candidates:
        reasons = tuple(_reasons(rules, answers, candidate))
        out = next((reason for reason in reasons if reason.rule.points is None), None)
        if out:
            left_out.append(LeftOut(candidate, out))
        else:
            ranked.append(Ranked(candidate, reasons))
    ranked.sort(key=lambda each: (-each.points, _tie(rules, each.candidate), each.candidate.name))
    return Ranking(answers, tuple(ranked), tuple(left_out))


def who_has(rule: Rule, candidates: Sequence[Candidate], answer: str | None) -> tuple[Candidate, ...]:
    """The candidates that a rule holds for."""
    condition = rule.condition
    return tuple(each for each in candidates if condition.holds(each.facts.get(condition.fact), answer or ""))


def _reasons(rules: Rules, answers: Mapping[str, str], candidate: Candidate) -> Iterator[Reason]:
    for key, answer, rule in _that_count(rules, answers):
        fact = candidate.facts.get(rule.condition.fact)
        if fact is not None and rule.condition.holds(fact, answer or ""):
            yield Reason(rule, fact, key, answer)


def _that_count(rules: Rules, answers: Mapping[str, str]) -> Iterator[tuple[str | None, str | None, Rule]]:
    """The rules of the answers in the order of the questions, and then those that hold always."""
    for question in rules.questions:
        if question.key in answers:
            answer = answers[question.key]
            for rule in (*question.rules, *question.answer(answer).rules):
                yield question.key, answer, rule
    for rule in rules.always:
        yield None, None, rule


def _tie(rules: Rules, candidate: Candidate) -> tuple[float, ...]:
    """What decides between equals; who has nothing there comes last."""
    values = [candidate.facts[name].value if name in candidate.facts else None for name in rules.ties]
    return tuple(value if isinstance(value, float | int) else float("inf") for value in values)
