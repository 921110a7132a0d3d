"""Read a file of rules: what is not right in it is refused with the place and what could stand there."""

import re
import string
import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from scaffold.choosing import facts
from scaffold.choosing.facts import Value
from scaffold.choosing.rules import ANSWER, Answer, Condition, Question, Rule, Rules, Test
from scaffold.errors import UsageError

OWN = Path(__file__).with_name("rules.toml")
# What can be asked, and what each question is for.
QUESTIONS: Mapping[str, str] = {
    "for": "pages or an API",
    "connections": "whether connections stay open",
    "batteries": "batteries or freedom",
    "size": "how big it will get",
    "maintained": "who has to look after the framework",
    "python": "which Python",
}
# What leaves a question open.
ANY = "any"
MOST_POINTS = 5
_TESTS = tuple(str(test) for test in Test)

Table = Mapping[str, object]


class _WrongError(Exception):
    """What is not right, as the end of a sentence that begins with its place."""


def read(file: Path = OWN) -> Rules:
    """The rules of a file; raises UsageError for the first thing in it that is not right."""
    try:
        return _rules(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(f"The rules in {file} cannot be read: {error.strerror}.") from error
    except (ValueError, _WrongError) as error:
        problem = str(error).rstrip(".")
        raise UsageError(f"The rules in {file} are not right: {problem}. docs/choose.md says how they read.") from error


def _rules(data: Table) -> Rules:
    _only(data, {"ties", "rules", "questions"}, "the file")
    ties = _texts(data.get("ties", []), "'ties'")
    for name in ties:
        _one_of(name, facts.NUMBERS, "a fact in 'ties'")
    questions = tuple(_question(table) for table in _tables(data.get("questions", []), "'questions'"))
    if not questions:
        raise _WrongError("nothing is asked: there are no [[questions]]")
    _once((question.key for question in questions), "the question")
    return Rules(questions, _set(data, "always"), ties)


def _question(table: Table) -> Question:
    key = _text(table, "key", "a question")
    _one_of(key, QUESTIONS, "a question's key")
    place = f"the question {key!r}"
    _only(table, {"key", "title", "answers", "answers_from", "rules"}, place)
    source = _text(table, "answers_from", place) if "answers_from" in table else None
    if source is not None:
        _one_of(source, facts.LISTS, f"'answers_from' of {place}")
    answers = tuple(_answer(each, place) for each in _tables(table.get("answers", []), f"'answers' of {place}"))
    if bool(answers) == bool(source):
        raise _WrongError(f"{place} needs either [[questions.answers]] or 'answers_from'")
    _once((answer.value for answer in answers), f"the answer to {place}")
    return Question(key, _text(table, "title", place), answers, source, _set(table, place, asked=True))


def _answer(table: Table, place: str) -> Answer:
    value = _text(table, "value", f"an answer to {place}")
    if value == ANY or not re.fullmatch(r"[a-z][a-z-]*", value):
        raise _WrongError(f"an answer to {place} is {value!r}: take one word in small letters, other than {ANY!r}")
    place = f"the answer {value!r} to {place}"
    _only(table, {"value", "title", "about", "rules"}, place)
    about = _text(table, "about", place) if "about" in table else ""
    return Answer(value, _text(table, "title", place), about, _set(table, place, asked=True))


def _set(table: Table, place: str, *, asked: bool = False) -> tuple[Rule, ...]:
    """The rules of a table, in their order."""
    tables = _tables(table.get("rules", []), f"'rules' of {place}")
    return tuple(_rule(each, f"rule {number} of {place}", asked) for number, each in enumerate(tables, 1))


def _rule(table: Table, place: str, asked: bool) -> Rule:
    _only(table, {"fact", *_TESTS, "points", "out", "because"}, place)
    condition = _condition(table, place, asked)
    because = _text(table, "because", place)
    allowed = _holes(condition, asked)
    try:
        holes = {name for _, name, _, _ in string.Formatter().parse(because) if name is not None}
    except ValueError as error:
        raise _WrongError(f"the sentence of {place} has a brace too many or too few") from error
    if holes - allowed:
        known = ", ".join(f"{{{name}}}" for name in sorted(allowed))
        raise _WrongError(f"the sentence of {place} speaks of {{{min(holes - allowed)}}}, and knows only {known}")
    return Rule(condition, _points(table, place), because)


def _points(table: Table, place: str) -> int | None:
    if ("points" in table) == ("out" in table):
        raise _WrongError(f"{place} needs either 'points' or 'out = true'")
    points = table.get("points")
    if points is None:
        if table["out"] is not True:
            raise _WrongError(f"'out' of {place} can only be true")
        return None
    if isinstance(points, bool) or not isinstance(points, int) or not 1 <= abs(points) <= MOST_POINTS:
        raise _WrongError(f"'points' of {place} is {points!r}: give 1 to {MOST_POINTS}, or -1 to -{MOST_POINTS}")
    return points


def _condition(table: Table, place: str, asked: bool) -> Condition:
    name = _text(table, "fact", place)
    _one_of(name, facts.NAMES, f"the fact of {place}")
    possible = (
        (Test.AT_MOST, Test.AT_LEAST) if name in facts.NUMBERS else (Test.LACKS,) if name in facts.LISTS else (Test.IS,)
    )
    given = [test for test in Test if test in table]
    if len(given) != 1 or given[0] not in possible:
        raise _WrongError(f"{place} is about {name}, and needs {' or '.join(map(repr, map(str, possible)))}")
    return Condition(name, given[0], _operand(name, given[0], table[given[0]], place, asked))


def _operand(name: str, test: Test, value: object, place: str, asked: bool) -> Value:
    what = f"'{test}' of {place}"
    if test is Test.IS:
        values = _texts(value, what)
        for each in values:
            if facts.TEXTS[name]:
                _one_of(each, facts.TEXTS[name], f"a value in {what}")
        if not values:
            raise _WrongError(f"{what} is empty")
        return values
    if test is Test.LACKS:
        if not isinstance(value, str) or (value == ANSWER and not asked):
            raise _WrongError(f"{what} is {value!r} and not a text, or {ANSWER} under a question")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _WrongError(f"{what} is {value!r} and not a number")
    return value


def _holes(condition: Condition, asked: bool) -> set[str]:
    """What the sentence of a rule may speak of: the add-on only where there is one whenever the rule holds."""
    has_by = condition.test is Test.IS and condition.fact in facts.DESCRIBED and condition.operand == ("add-on",)
    return {"value"} | ({"by"} if has_by else set()) | ({"answer"} if asked else set())


def _only(table: Table, known: Collection[str], place: str) -> None:
    for key in table:
        if key not in known:
            raise _WrongError(f"{place} has {key!r}, which nothing reads; there are {', '.join(sorted(known))}")


def _one_of(value: str, known: Iterable[str], what: str) -> None:
    if value not in (all_known := tuple(known)):
        raise _WrongError(f"{what} is {value!r} and not one of {', '.join(all_known)}")


def _once(values: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise _WrongError(f"{what} {value!r} is there twice")
        seen.add(value)


def _text(table: Table, key: str, place: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise _WrongError(f"{place} has no text {key!r}")
    if not value.isprintable():
        # It is shown on a terminal, and may be another's file.
        raise _WrongError(f"{key!r} of {place} has letters that cannot be shown")
    return value


def _texts(value: object, what: str) -> tuple[str, ...]:
    if not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
        raise _WrongError(f"{what} is not a list of texts")
    return tuple(value)


def _tables(value: object, what: str) -> list[Table]:
    if not (isinstance(value, list) and all(isinstance(each, dict) for each in value)):
        raise _WrongError(f"{what} is not a list of tables")
    return value
