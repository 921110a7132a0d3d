"""What `scaffold choose` shows of a ranking and of the rules behind it: in words, and as JSON."""

import shlex
from collections.abc import Iterator, Sequence
from textwrap import wrap

from scaffold import schemas
from scaffold.choosing import Answer, Candidate, Question, Ranked, Ranking, Reason, Rule, Rules, who_has
from scaffold.cli.terminal import console, terminal_columns

# So many make a short list.
SHORT = 3
# And so many more are named after it.
NEXT = 5
# Narrower than that nothing is broken into lines any more.
LEAST_COLUMNS = 24
WORTH_COLUMNS = 4


def show(rules: Rules, ranking: Ranking, *, line: str, explain: bool) -> None:
    """The short list with its reasons, or with `explain` all that were ranked, and the command for the first."""
    _print(_answered(rules, ranking))
    listed = ranking.ranked if explain else ranking.ranked[:SHORT]
    for number, each in enumerate(listed, 1):
        _print()
        _print(f"{number}. {each.candidate.title}, {_points(each.points)}", style="bold")
        _print(f"   {each.candidate.summary}", indent=3)
        for reason in each.reasons:
            fact = f" ({_where(reason)})" if explain else ""
            _print(f"{reason.rule.worth:>{WORTH_COLUMNS}} {reason.sentence}{fact}", indent=WORTH_COLUMNS + 1)
    _print()
    if more := ranking.ranked[len(listed) :][:NEXT]:
        _print(f"Next: {', '.join(f'{each.candidate.title} ({each.points})' for each in more)}.")
    if ranking.left_out:
        out = ", ".join(f"{each.candidate.title} ({each.reason.sentence})" for each in ranking.left_out)
        _print(f"Left out: {out}.")
    if ranking.undescribed:
        names = ", ".join(each.title for each in ranking.undescribed)
        _print(f"Not described for comparisons yet, and so without points for traits, perhaps too low: {names}.")
    _print()
    _print("Begin with the first:")
    _print(f"  {command(ranking)}", style="bold", broken=False)
    if not explain:
        _print("Where all points come from:")
        _print(f"  {line} --explain", broken=False)


def show_rules(rules: Rules, ranking: Ranking, candidates: Sequence[Candidate]) -> None:
    """All rules, each with those that it holds for."""
    for question, answer, its_rules in rules.sets():
        _print(_heading(question, answer), style="bold")
        for rule in its_rules:
            _print(f"{rule.worth:>{WORTH_COLUMNS}} {rule.condition.words}: {rule.because}", indent=WORTH_COLUMNS + 1)
            _print(" " * (WORTH_COLUMNS + 1) + _holders(rule, question, ranking, candidates), indent=WORTH_COLUMNS + 1)
        _print()


def command(ranking: Ranking) -> str:
    """The line that makes a project with the first."""
    python = ranking.answers.get("python")
    first = ranking.ranked[0].candidate.name
    return shlex.join(["scaffold", "new", "myapp", "-f", first, *(["--python", python] if python else [])])


def as_json(rules: Rules, ranking: Ranking, candidates: Sequence[Candidate], *, explain: bool) -> dict[str, object]:
    document: dict[str, object] = {
        "schema": schemas.CHOICE,
        "answers": dict(ranking.answers),
        "open": [question.key for question in rules.questions if question.key not in ranking.answers],
        "ranking": [_ranked(number, each) for number, each in enumerate(ranking.ranked, 1)],
        "left_out": [
            {"framework": each.candidate.name, "title": each.candidate.title, **_reason(each.reason)}
            for each in ranking.left_out
        ],
        "command": command(ranking),
    }
    return document | {"rules": list(_rules(rules, ranking, candidates))} if explain else document


def _answered(rules: Rules, ranking: Ranking) -> str:
    said = [
        f"{question.title} {question.answer(ranking.answers[question.key]).title}."
        for question in rules.questions
        if question.key in ranking.answers
    ]
    left = [question.key for question in rules.questions if question.key not in ranking.answers]
    if not said:
        return (
            "Nothing is answered: only what holds whatever is answered counts, and then who has the least to install."
        )
    return " ".join([*said, *([f"Left open: {', '.join(left)}."] if left else [])])


def _heading(question: Question | None, answer: Answer | None) -> str:
    if question is None:
        return "Whatever is answered"
    if answer is None:
        return f"{question.title} (--{question.key})"
    return f"{question.title} {answer.title} (--{question.key} {answer.value})"


def _holders(rule: Rule, question: Question | None, ranking: Ranking, candidates: Sequence[Candidate]) -> str:
    given = ranking.answers.get(question.key) if question else None
    if rule.depends_on_the_answer and given is None:
        return "(by the answer)"
    return ", ".join(each.name for each in who_has(rule, candidates, given)) or "(nobody)"


def _where(reason: Reason) -> str:
    asked = f"{reason.question} {reason.answer}; " if reason.question else ""
    link = f", {reason.fact.link}" if reason.fact.link else ""
    return f"{asked}{reason.rule.condition.fact}: {reason.fact.words}{link}"


def _points(points: int) -> str:
    return f"{points} point{'' if abs(points) == 1 else 's'}"


def _print(text: str = "", *, style: str = "", indent: int = 0, broken: bool = True) -> None:
    """A text in lines that fit, from the second on with an indent.

    A command is not broken, because what is copied then would be half of it.
    """
    columns = max(terminal_columns(), LEAST_COLUMNS)
    lines = wrap(text, columns, subsequent_indent=" " * indent, break_on_hyphens=False) if broken else [text]
    for line in lines or [""]:
        console().print(line, style=style or None, markup=False, soft_wrap=True)


def _ranked(number: int, ranked: Ranked) -> dict[str, object]:
    return {
        "rank": number,
        "framework": ranked.candidate.name,
        "title": ranked.candidate.title,
        "points": ranked.points,
        "undescribed": ranked.candidate.undescribed,
        "reasons": [{"points": reason.points, **_reason(reason)} for reason in ranked.reasons],
    }


def _reason(reason: Reason) -> dict[str, object]:
    fact = reason.fact
    return {
        "question": reason.question,
        "answer": reason.answer,
        "fact": reason.rule.condition.fact,
        "value": list(fact.value) if isinstance(fact.value, tuple) else fact.value,
        "by": fact.by,
        "link": fact.link,
        "because": reason.sentence,
    }


def _rules(rules: Rules, ranking: Ranking, candidates: Sequence[Candidate]) -> Iterator[dict[str, object]]:
    for question, answer, its_rules in rules.sets():
        given = ranking.answers.get(question.key) if question else None
        for rule in its_rules:
            operand = rule.condition.operand
            holders = None if rule.depends_on_the_answer and given is None else who_has(rule, candidates, given)
            yield {
                "question": question.key if question else None,
                "answer": answer.value if answer else None,
                "fact": rule.condition.fact,
                str(rule.condition.test): list(operand) if isinstance(operand, tuple) else operand,
                "points": rule.points,
                "because": rule.because,
                "frameworks": None if holders is None else [each.name for each in holders],
            }
