"""Every possible pair is in a row, also under rules; and the proof of that is held by trying all combinations."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold import pairs
from scaffold.errors import UsageError
from scaffold.pairs import Pair, Row, Rule, Side, Value

Space = tuple[list[Side], list[Rule]]


def every_row(sides: list[Side], rules: list[Rule]) -> list[Row]:
    """All combinations that the rules allow, the plainest way."""
    names = [side.name for side in sides]
    found = []
    for values in product(*(side.domain for side in sides)):
        chosen = dict(zip(names, values, strict=True))
        if all(tuple(chosen[name] for name in rule.over) in rule.allowed for rule in rules):
            found.append(tuple((name, value) for name, value in chosen.items() if value is not None))
    return found


def every_pair(rows: list[Row]) -> set[Pair]:
    return {(choice,) for row in rows for choice in row} | {pair for row in rows for pair in combinations(row, 2)}


@st.composite
def spaces(draw: st.DrawFn) -> Space:
    """Up to five options of up to four values, and up to four rules over up to three of them."""
    sides = [
        Side(f"option{index}", tuple("abcd"[: draw(st.integers(1, 4))]), draw(st.booleans()))
        for index in range(draw(st.integers(0, 5)))
    ]
    rules = []
    for _ in range(draw(st.integers(0, 4)) if sides else 0):
        over = draw(st.lists(st.sampled_from(sides), min_size=1, max_size=3, unique=True))
        combos: list[tuple[Value, ...]] = list(product(*(side.domain for side in over)))
        forbidden = draw(st.sets(st.sampled_from(combos), max_size=len(combos)))
        rules.append(Rule(tuple(side.name for side in over), frozenset(combos) - forbidden))
    return sides, rules


@settings(max_examples=100, deadline=None)
@given(spaces())
def test_every_pair_that_is_possible_is_in_a_row_and_every_row_is_allowed(space: Space) -> None:
    sides, rules = space
    allowed = every_row(sides, rules)

    rows = pairs.rows(sides, rules)

    assert set(rows) <= set(allowed)
    assert every_pair(rows) == every_pair(allowed)
    assert len(rows) == len(set(rows))


@settings(max_examples=100, deadline=None)
@given(spaces())
def test_the_proof_knows_the_possible_pairs_without_trying_all_combinations(space: Space) -> None:
    sides, rules = space

    assert set(pairs.possible(sides, rules)) == every_pair(every_row(sides, rules))


@settings(max_examples=100, deadline=None)
@given(spaces(), st.data())
def test_the_proof_names_what_is_missing_when_rows_are(space: Space, data: st.DataObject) -> None:
    sides, rules = space
    allowed = every_row(sides, rules)
    kept = data.draw(st.lists(st.sampled_from(allowed), unique=True)) if allowed else []

    assert set(pairs.uncovered(sides, rules, kept)) == every_pair(allowed) - every_pair(kept)


def test_a_row_that_the_rules_do_not_allow_proves_nothing() -> None:
    sides = [Side("one", ("a", "b")), Side("other", ("a", "b"))]
    same = Rule(("one", "other"), frozenset({("a", "a"), ("b", "b")}))
    every_combination = [(("one", one), ("other", other)) for one in "ab" for other in "ab"]

    assert pairs.uncovered(sides, [same], every_combination) == []
    assert pairs.uncovered(sides, [same], every_combination[:3]) == [
        (("one", "b"),),
        (("other", "b"),),
        (("one", "b"), ("other", "b")),
    ]


def test_without_options_there_is_the_one_combination_of_nothing() -> None:
    assert pairs.rows([], []) == [()]


def test_where_nothing_is_allowed_there_is_no_row_and_nothing_to_cover() -> None:
    side = Side("database", ("sqlite",))
    nothing = Rule(("database",), frozenset())

    assert pairs.rows([side], [nothing]) == []
    assert pairs.uncovered([side], [nothing], []) == []


def test_an_option_that_is_not_asked_for_is_not_in_the_row() -> None:
    sides = [Side("database", ("none", "sqlite")), Side("migrations", ("yes", "no"), may_be_absent=True)]
    asked = Rule(("database", "migrations"), frozenset({("none", None), ("sqlite", "yes"), ("sqlite", "no")}))

    rows = pairs.rows(sides, [asked])

    assert sorted(rows) == [
        (("database", "none"),),
        (("database", "sqlite"), ("migrations", "no")),
        (("database", "sqlite"), ("migrations", "yes")),
    ]


YES_NO = ("true", "false")
# What create-t3-app's own CI calls valid (t3-oss/create-t3-app, .github/workflows/e2e.yml), with its two linters,
# which exclude each other as its two ORMs do: 138 pairs, of which the usual library loses some in every order.
T3 = [Side(name, YES_NO) for name in ("trpc", "tailwind", "nextAuth", "prisma", "drizzle", "eslint", "biome")]
T3_DATABASES = ("planetscale", "sqlite", "mysql", "postgres")
T3_SIDES = [*T3, Side("dbType", T3_DATABASES)]
NOT_BOTH: frozenset[tuple[Value, ...]] = frozenset(product(YES_NO, YES_NO)) - {("true", "true")}
T3_RULES = [
    Rule(("prisma", "drizzle"), NOT_BOTH),
    Rule(("eslint", "biome"), NOT_BOTH),
    Rule(
        ("prisma", "drizzle", "dbType"),
        frozenset(
            (prisma, drizzle, database)
            for prisma, drizzle, database in product(YES_NO, YES_NO, T3_DATABASES)
            if "true" in (prisma, drizzle) or database == "sqlite"
        ),
    ),
]


def test_of_the_138_pairs_of_create_t3_app_none_is_lost_in_a_dozen_rows() -> None:
    rows = pairs.rows(T3_SIDES, T3_RULES)

    assert sum(len(pair) == 2 for pair in pairs.possible(T3_SIDES, T3_RULES)) == 138
    assert pairs.uncovered(T3_SIDES, T3_RULES, rows) == []
    assert len(rows) <= 12


def test_many_options_with_few_rules_are_done_in_few_rows() -> None:
    sides = [Side(f"option{index}", YES_NO) for index in range(24)]
    rules = [Rule((one.name, other.name), NOT_BOTH) for one, other in zip(sides[::2], sides[1::2], strict=True)]

    rows = pairs.rows(sides, rules)

    assert pairs.uncovered(sides, rules, rows) == []
    assert len(rows) <= 20


def test_a_search_that_would_not_end_is_given_up_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "MAX_STEPS", 1000)
    # Eight options, all different, of seven values: no two rules see it, and every combination has to be tried.
    sides = [Side(f"option{index}", tuple("abcdefg")) for index in range(8)]
    different: frozenset[tuple[Value, ...]] = frozenset((a, b) for a, b in product("abcdefg", "abcdefg") if a != b)
    rules = [Rule((one.name, other.name), different) for one, other in combinations(sides, 2)]

    with pytest.raises(UsageError, match="--data"):
        pairs.rows(sides, rules)
    with pytest.raises(UsageError, match="--data"):
        pairs.uncovered(sides, rules, [])
