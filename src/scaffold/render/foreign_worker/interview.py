"""Which options a template has, and which of their values go together: found by asking Copier.

An option is a question that offers choices, or yes and no. Whether it is asked (`when`), what it offers and what is
valid may depend on earlier answers. Which ones is in the template: the names that the question mentions, and those
that these depend on in turn. For every combination of those Copier is asked. Copier offers no public way to that, so
this goes through the questions as its own `_ask` does (copier 9.19).
"""

import json
from itertools import product

from copier import Phase
from copier._types import MISSING
from copier._user_data import AnswersMap, Question
from jinja2 import TemplateSyntaxError, meta
from refusal import RefusedError

# For one question; each takes about a millisecond.
MAX_COMBINATIONS = 4096
FIELDS = ("when", "ask", "choices", "validator", "type", "default")
# What mentions one of these can see all answers.
ALL_ANSWERS = {"_copier_conf", "_copier_answers", "_external_data"}


class Interview:
    def __init__(self, worker):
        self._worker = worker
        self._questions = worker.template.questions_data
        self._mentions = {name: self._mentioned(name) for name in self._questions}
        # For each option its values: as a person types them, and as Copier has them.
        self._sides = {}
        self._may_be_absent = set()
        self._rules = []

    def result(self):
        with Phase.use(Phase.PROMPT):
            for name in self._questions:
                if self._is_option(name):
                    self._ask_option(name)
                else:
                    self._ask_other(name)
        return {
            "sides": [[name, list(values), name in self._may_be_absent] for name, values in self._sides.items()],
            "rules": self._rules,
        }

    def _is_option(self, name):
        details = self._questions[name]
        kind = details.get("type") or type(details.get("default")).__name__
        computed = details.get("when") is False
        return name not in self._worker.data and not computed and bool(details.get("choices") or kind == "bool")

    def _ask_option(self, name):
        values, allowed, reason = {}, [], "nothing is offered"
        involved, over, combinations = self._combinations(name)
        for combination in combinations:
            try:
                question = self._question(name, involved, combination)
                if not (question.get_when() and question.get_ask()):
                    question.get_default()
                    self._may_be_absent.add(name)
                    allowed.append([*combination.values(), None])
                    continue
                offered, reason = _valid(question, reason)
            except Exception as error:
                reason = _said(error)
                continue
            values |= offered
            allowed += [[*combination.values(), text] for text in offered]
        if not allowed:
            raise RefusedError("template", f"No answer to the question '{name}' is valid: {reason}")
        self._sides[name] = values
        if over:
            self._rules.append([[*over, name], allowed])

    def _ask_other(self, name):
        """A question that is no option may still refuse what was chosen before."""
        allowed, refused, reason = [], False, ""
        involved, over, combinations = self._combinations(name)
        for combination in combinations:
            try:
                self._value(self._question(name, involved, combination), must_be=True)
                allowed.append(list(combination.values()))
            except Exception as error:
                refused, reason = True, _said(error)
        if not allowed:
            raise RefusedError("template", reason)
        if refused:
            self._rules.append([list(over), allowed])

    def _combinations(self, name):
        """What a question depends on, the options among that, and the values that these may have together."""
        involved = self._involved(name)
        over = [side for side in self._sides if side in involved]
        domains = [[*self._sides[side], *([None] if side in self._may_be_absent else [])] for side in over]
        count = 1
        for domain in domains:
            count *= len(domain)
        if count > MAX_COMBINATIONS:
            raise RefusedError(
                "usage",
                f"The question '{name}' depends on {len(over)} others with {count} combinations: settle some of them "
                f"({', '.join(over[:5])}) with --data NAME=VALUE",
            )
        rules = [
            (names, {tuple(each) for each in allowed}) for names, allowed in self._rules if set(names) <= set(over)
        ]
        combinations = [dict(zip(over, values, strict=True)) for values in product(*domains)]
        return (
            involved,
            over,
            [each for each in combinations if all(tuple(each[n] for n in names) in may for names, may in rules)],
        )

    def _involved(self, name):
        """The earlier questions on whose answers it depends what becomes of this one."""
        found, todo = set(), [name]
        while todo:
            current = todo.pop()
            for mentioned in self._mentions[current]:
                if mentioned not in found:
                    found.add(mentioned)
                    # An option that is chosen has its value, whatever it depended on.
                    if mentioned not in self._sides or mentioned in self._may_be_absent:
                        todo.append(mentioned)
        return found

    def _question(self, name, involved, combination):
        """The question as Copier would put it after these answers."""
        worker = self._worker
        worker.answers = answers = AnswersMap(
            init=dict(worker.data), metadata=worker.template.metadata, external=worker._external_data()
        )
        for earlier in self._questions:
            if earlier == name:
                break
            if combination.get(earlier) is not None:
                answers.user[earlier] = self._sides[earlier][combination[earlier]]
            elif earlier in involved:
                value = self._value(self._put(earlier))
                if value is not MISSING:
                    answers.user[earlier] = value
        return self._put(name)

    def _put(self, name):
        worker = self._worker
        return Question(
            answers=worker.answers,
            context=worker._render_context(),
            jinja_env=worker.jinja_env,
            settings=worker.settings,
            var_name=name,
            **self._questions[name],
        )

    def _value(self, question, *, must_be=False):
        """What a question gets that is not put to anybody: what was given with --data, or its default."""
        name = question.var_name
        asked = question.get_when()
        if not asked:
            question.answers.hide(name)
        if name in self._worker.data:
            value = question.parse_answer(self._worker.data[name])
            question.validate_answer(value)
            return value
        value = question.get_default()
        if value is MISSING and asked and question.get_ask() and must_be:
            raise RefusedError("usage", f"The question '{name}' has no default: give it with --data {name}=VALUE")
        return value

    def _mentioned(self, name):
        """The earlier questions that a question names; all of them where it cannot be told."""
        names = list(self._questions)
        earlier = names[: names.index(name)]
        if self._worker.template.jinja_extensions:
            return earlier
        mentioned = set()
        for text in _texts([self._questions[name].get(field) for field in FIELDS]):
            try:
                tree = self._worker.jinja_env.parse(text)
            except TemplateSyntaxError:
                continue
            mentioned |= meta.find_undeclared_variables(tree)
            if any(True for _ in meta.find_referenced_templates(tree)):
                return earlier
        return earlier if mentioned & ALL_ANSWERS else [each for each in earlier if each in mentioned]


def _valid(question, reason):
    """The values that the question takes, and why it does not take another."""
    taken = {}
    for native in _offered(question):
        text = _text(question, native)
        try:
            value = question.parse_answer(text)
            question.validate_answer(value)
        except Exception as error:
            reason = _said(error)
        else:
            taken[text] = value
    return taken, reason


def _offered(question):
    if not question.choices:
        return [True, False]
    single = [question.cast_answer(choice.value) for choice in question._formatted_choices if not choice.disabled]
    # Of several at once: none, each by itself, and all.
    several = [[], *([each] for each in single), *([single] if len(single) > 1 else [])]
    return several if question.multiselect else single


def _text(question, native):
    """What a person would have to type."""
    if not isinstance(native, (bool, list, dict)) and native is not None:
        try:
            if question.parse_answer(str(native)) == native:
                return str(native)
        except Exception:  # noqa: S110  (then it needs quotes)
            pass
    return json.dumps(native)


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts([*value, *value.values()])
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each)


def _said(error):
    return " ".join(str(error).split()) or type(error).__name__
