"""Which combinations of options to try, so that any two values that can be together are together in one of them.

`rows` makes the combinations, and `uncovered` proves them: it finds the pairs that are possible in a way of its own,
step by step through all options at once, where `rows` searches for one combination at a time. Own code, because the
usual library loses pairs as soon as there are rules, and says nothing (wayhome/allpairspy, issues 10 and 12).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from scaffold.errors import UsageError

# Of a search for rows, and of what a proof remembers at once. More happens only where nearly every option depends on
# nearly every other.
MAX_STEPS = 100_000
# How many of the pairs that are still missing a row is begun with, to take the one that covers the most.
TRIED = 8

# None: the option is not asked for, because of what was chosen for others.
Value = str | None
Choice = tuple[str, str]
# What is to be together in some row: two choices, or one where there is no other.
Pair = tuple[Choice, ...]
# What was chosen, in the order of the sides; what is not asked for is not in it.
Row = tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """An option and its values."""

    name: str
    values: tuple[str, ...]
    may_be_absent: bool = False

    @property
    def domain(self) -> tuple[Value, ...]:
        return (*self.values, None) if self.may_be_absent else self.values


@dataclass(frozen=True, slots=True)
class Rule:
    """What some sides may have together; what is not named is not allowed."""

    over: tuple[str, ...]
    allowed: frozenset[tuple[Value, ...]]

    def holds(self, values: Mapping[str, Value]) -> bool:
        """Whether all sides of the rule, each of which has a value, may have theirs together."""
        return tuple(values[name] for name in self.over) in self.allowed

    def may_hold(self, values: Mapping[str, Value]) -> bool:
        """Whether some values of the sides that have none yet would do."""
        known = [(index, values[name]) for index, name in enumerate(self.over) if name in values]
        return any(all(allowed[index] == value for index, value in known) for allowed in self.allowed)


def rows(sides: Sequence[Side], rules: Sequence[Rule]) -> list[Row]:
    """Combinations in which every possible pair occurs; none where the rules allow no combination at all.

    Without sides it is the one combination of nothing. Raises UsageError where the rules are too tangled.
    """
    if not sides:
        return [()]
    search = _Search(sides, rules)
    missing = dict.fromkeys(_candidates(sides))
    found: list[Row] = []
    while missing:
        best: Row | None = None
        for pair in list(missing)[:TRIED]:
            row = search.complete(pair, missing)
            if row is None:
                # No combination has it: it is not a possible pair.
                del missing[pair]
            elif best is None or _gain(row, missing) > _gain(best, missing):
                best = row
        if best is not None:
            found.append(best)
            for pair in _pairs_of(best):
                missing.pop(pair, None)
    return found


def uncovered(sides: Sequence[Side], rules: Sequence[Rule], rows: Sequence[Row]) -> list[Pair]:
    """The pairs that are possible and in no row; a row that the rules do not allow covers nothing.

    Raises UsageError where the rules are too tangled.
    """
    covered = {pair for row in rows if _is_allowed(row, sides, rules) for pair in _pairs_of(row)}
    return [pair for pair in possible(sides, rules) if pair not in covered]


def possible(sides: Sequence[Side], rules: Sequence[Rule]) -> Iterator[Pair]:
    """Every value that some combination has, and every two that some combination has together."""
    for side in sides:
        yield from _together(sides, rules, (side.name,))
    for one, other in combinations(sides, 2):
        yield from _together(sides, rules, (one.name, other.name))


class _Search:
    """Looks for one combination at a time, side by side, and steps back from dead ends."""

    def __init__(self, sides: Sequence[Side], rules: Sequence[Rule]) -> None:
        self._order = {side.name: index for index, side in enumerate(sides)}
        # Those with many values first: the others have to fit to them.
        self._sides = sorted(sides, key=lambda side: len(side.values), reverse=True)
        self._rules = {side.name: [rule for rule in rules if side.name in rule.over] for side in sides}
        self._always = [rule for rule in rules if not rule.over]
        self._steps = 0
        self._missing: Mapping[Pair, None] = {}
        # In how many missing pairs each choice is.
        self._wanted: Counter[Choice] = Counter()

    def complete(self, pair: Pair, missing: Mapping[Pair, None]) -> Row | None:
        """A combination that has the pair, and others that are missing where it can; None where there is none."""
        if not all(rule.allowed for rule in self._always):
            return None
        values: dict[str, Value] = {}
        for name, value in pair:
            values[name] = value
            if not self._may_be(name, values):
                return None
        self._missing = missing
        self._wanted = Counter(choice for each in missing for choice in each)
        if not self._fill(values, [side for side in self._sides if side.name not in values]):
            return None
        return tuple((name, chosen) for name in self._order if (chosen := values[name]) is not None)

    def _fill(self, values: dict[str, Value], remaining: Sequence[Side]) -> bool:
        if not remaining:
            return True
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise _too_tangled()
        side, *others = remaining
        for value in sorted(side.domain, key=lambda value: self._worth(side.name, value, values), reverse=True):
            values[side.name] = value
            if self._may_be(side.name, values) and self._fill(values, others):
                return True
            del values[side.name]
        return False

    def _may_be(self, name: str, values: Mapping[str, Value]) -> bool:
        return all(rule.may_hold(values) for rule in self._rules[name])

    def _worth(self, name: str, value: Value, values: Mapping[str, Value]) -> tuple[int, int]:
        """How many missing pairs a value makes with what is chosen already; then how many it could make at all."""
        if value is None:
            return -1, 0
        now = sum(
            self._pair((other, chosen), (name, value)) in self._missing
            for other, chosen in values.items()
            if chosen is not None
        )
        return now, self._wanted[name, value]

    def _pair(self, one: Choice, other: Choice) -> Pair:
        return (one, other) if self._order[one[0]] < self._order[other[0]] else (other, one)


def _together(sides: Sequence[Side], rules: Sequence[Rule], wanted: tuple[str, ...]) -> Iterator[Pair]:
    """What the wanted sides can have in one combination.

    Goes through the sides once, with all that can have been chosen so far at the same time. Of what was chosen it
    remembers only the wanted sides and those that a later rule will ask for, so that the rest does not multiply.
    """
    order = {side.name: index for index, side in enumerate(sides)}
    due = {index: [rule for rule in rules if _last(rule, order) == index] for index in range(-1, len(sides))}
    if not all(rule.allowed for rule in due[-1]):
        return
    needed_until = {
        side.name: max([_last(rule, order) for rule in rules if side.name in rule.over], default=-1) for side in sides
    }
    # Dictionaries for their order.
    states: dict[tuple[tuple[str, Value], ...], None] = {(): None}
    for index, side in enumerate(sides):
        following: dict[tuple[tuple[str, Value], ...], None] = {}
        for state in states:
            for value in side.domain:
                chosen = dict(state) | {side.name: value}
                if all(rule.holds(chosen) for rule in due[index]):
                    kept = (item for item in chosen.items() if item[0] in wanted or needed_until[item[0]] > index)
                    following[tuple(kept)] = None
        if len(following) > MAX_STEPS:
            raise _too_tangled()
        states = following
    for state in states:
        pair = tuple((name, value) for name, value in state if value is not None)
        if len(pair) == len(wanted):
            yield pair


def _last(rule: Rule, order: Mapping[str, int]) -> int:
    return max((order[name] for name in rule.over), default=-1)


def _candidates(sides: Sequence[Side]) -> Iterator[Pair]:
    """Every pair that would be possible without rules; then single values, for those that are always alone."""
    for one, other in combinations(sides, 2):
        yield from product([(one.name, value) for value in one.values], [(other.name, value) for value in other.values])
    for side in sides:
        yield from (((side.name, value),) for value in side.values)


def _pairs_of(row: Row) -> Iterator[Pair]:
    yield from ((choice,) for choice in row)
    yield from combinations(row, 2)


def _gain(row: Row, missing: Mapping[Pair, None]) -> int:
    return sum(pair in missing for pair in _pairs_of(row))


def _is_allowed(row: Row, sides: Sequence[Side], rules: Sequence[Rule]) -> bool:
    values: dict[str, Value] = {side.name: None for side in sides} | dict(row)
    return all(values[side.name] in side.domain for side in sides) and all(rule.holds(values) for rule in rules)


def _too_tangled() -> UsageError:
    return UsageError(
        "The options of the template depend on each other in too many ways to find all pairs. "
        "Settle some of them with --data NAME=VALUE."
    )
