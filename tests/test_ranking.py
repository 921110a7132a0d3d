"""What ranks a framework for `scaffold choose`, and which rules are refused."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold import catalog, choosing
from scaffold.choosing import Candidate, Condition, Fact, Question, Rule, Rules, Test, facts, offered, rank
from scaffold.comparing import last_measurements
from scaffold.errors import UsageError
from scaffold.model import Figure, Proof, ProvenTrait, Upkeep
from scaffold.report.measurements import read_measurements

LAST = last_measurements()
assert LAST is not None
MEASURED = read_measurements(LAST)
REAL = choosing.candidates(catalog.frameworks(), MEASURED)
RULES = choosing.read()
SMALL = """
ties = ["packages"]
rules = [{ fact = "successor", is = ["yes"], points = -2, because = "Old." }]

[[questions]]
key = "for"
title = "What?"

[[questions.answers]]
value = "pages"
title = "Pages"
rules = [
    { fact = "forms", is = ["own"], points = 3, because = "Forms." },
    { fact = "forms", is = ["add-on"], points = 1, because = "By {by}." },
    { fact = "packages", at_most = 5, points = 1, because = "{value} packages, for {answer}." },
    { fact = "packages", at_least = 50, points = -1, because = "Much." },
]

[[questions]]
key = "python"
title = "Which?"
answers_from = "pythons"
rules = [{ fact = "pythons", lacks = "{answer}", out = true, because = "not on {answer}" }]
"""


@pytest.fixture
def small(tmp_path: Path) -> Rules:
    (tmp_path / "rules.toml").write_text(SMALL)
    return choosing.read(tmp_path / "rules.toml")


def candidate(name: str, **known: facts.Value) -> Candidate:
    return Candidate(name, name.title(), "", {key: Fact(value) for key, value in known.items()})


def points(rules: Rules, answers: Mapping[str, str], *candidates: Candidate) -> dict[str, int]:
    """The points by name, the best first."""
    return {each.candidate.name: each.points for each in rank(rules, answers, candidates).ranked}


def test_points_add_up_and_each_has_its_sentence(small: Rules) -> None:
    known = {"forms": Fact("add-on", by="Forms-X"), "packages": Fact(5), "successor": Fact("yes")}
    add_on = Candidate("b", "B", "", known)

    ranking = rank(small, {"for": "pages"}, [candidate("a", packages=60), candidate("c", forms="own"), add_on])

    assert [(each.candidate.name, each.points) for each in ranking.ranked] == [("c", 3), ("b", 0), ("a", -1)]
    assert [each.sentence for each in ranking.ranked[1].reasons] == ["By Forms-X.", "5 packages, for pages.", "Old."]
    assert [each.question for each in ranking.ranked[1].reasons] == ["for", "for", None]


def test_a_question_that_is_left_open_counts_for_nobody(small: Rules) -> None:
    assert points(small, {}, candidate("a", forms="own", successor="yes"), candidate("b")) == {"b": 0, "a": -2}


def test_who_does_not_fit_at_all_is_left_out_with_the_reason(small: Rules) -> None:
    old, new = candidate("old", pythons=("3.9",)), candidate("new", pythons=("3.9", "3.13"))

    ranking = rank(small, {"python": "3.13"}, [old, new])

    assert [each.candidate for each in ranking.ranked] == [new]
    assert [(each.candidate, each.reason.sentence) for each in ranking.left_out] == [(old, "not on 3.13")]
    assert [answer.value for answer in offered(small.question("python"), (new, old))] == ["3.9", "3.13"]


def test_of_equals_the_smaller_comes_first_and_who_is_not_known_last(small: Rules) -> None:
    tied = [candidate("a"), candidate("b", packages=20), candidate("c", packages=10), candidate("d", packages=10)]

    assert list(points(small, {}, *tied)) == ["c", "d", "b", "a"]


# Of the facts that the rules at random look at; "admin" is for the one that makes the difference.
OTHERS = {name: facts.TEXTS[name] for name in ("kind", "interface", "health", "ORM")}
some_facts = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values).map(Fact) for name, values in OTHERS.items()}
)
some_points = st.integers(-5, 5).filter(bool)


@st.composite
def some_rules(draw: st.DrawFn) -> list[Rule]:
    names = draw(st.lists(st.sampled_from(sorted(OTHERS)), max_size=5))
    return [
        Rule(Condition(name, Test.IS, (draw(st.sampled_from(OTHERS[name])),)), draw(some_points), "It is so.")
        for name in names
    ]


@settings(max_examples=50, deadline=None)
@given(others=st.lists(some_facts, max_size=4), same=some_facts, data=st.data())
def test_who_fits_better_in_one_answer_and_is_equal_elsewhere_is_never_ranked_lower(
    others: list[dict[str, Fact]], same: dict[str, Fact], data: st.DataObject
) -> None:
    decisive = Rule(Condition("admin", Test.IS, ("own",)), data.draw(st.integers(1, 5)), "An admin.")
    rules = Rules(
        (
            Question("for", "", (choosing.Answer("api", "", "", tuple(data.draw(some_rules()))),)),
            Question("size", "", (choosing.Answer("large", "", "", (*data.draw(some_rules()), decisive)),)),
        ),
        tuple(data.draw(some_rules())),
        ("packages",),
    )
    # By name, and by what decides between equals, the better one would be last.
    better = Candidate("zz", "", "", {**same, "admin": Fact("own"), "packages": Fact(99)})
    worse = Candidate("aa", "", "", {**same, "admin": Fact("no"), "packages": Fact(1)})
    crowd = [Candidate(f"other{number}", "", "", each) for number, each in enumerate(others)]
    order = data.draw(st.permutations([better, worse, *crowd]))

    names = list(points(rules, {"for": "api", "size": "large"}, *order))

    assert names.index("zz") < names.index("aa")


@settings(max_examples=50, deadline=None)
@given(
    known=st.lists(
        st.fixed_dictionaries(
            {"health": st.sampled_from(list(Upkeep)).map(lambda upkeep: Fact(upkeep.value))},
            optional={
                name: st.sampled_from(values).map(Fact)
                for name, values in facts.TEXTS.items()
                if values and name != "health"
            },
        ),
        min_size=1,
        max_size=6,
    ),
    asked=st.sampled_from([answer.value for answer in RULES.question("maintained").answers]),
    data=st.data(),
)
def test_what_nobody_looks_after_is_never_first_where_that_was_asked(
    known: list[dict[str, Fact]], asked: str, data: st.DataObject
) -> None:
    answerable = [question for question in RULES.questions if question.answers]
    answers = {
        question.key: data.draw(st.sampled_from(question.answers)).value
        for question in data.draw(st.lists(st.sampled_from(answerable), unique=True))
    }

    ranking = rank(
        RULES, answers | {"maintained": asked}, [Candidate(str(n), "", "", each) for n, each in enumerate(known)]
    )

    assert all(each.candidate.facts["health"].value != "unmaintained" for each in ranking.ranked)
    assert len(ranking.ranked) + len(ranking.left_out) == len(known)


def test_whatever_is_answered_the_real_frameworks_are_ranked_with_reasons() -> None:
    answerable = [[None, *(answer.value for answer in offered(question, REAL))] for question in RULES.questions]
    unmaintained = {each.name for each in catalog.frameworks() if each.health.status is Upkeep.UNMAINTAINED}
    firsts = set()

    # Every second Python would find the same.
    for values in itertools.product(*answerable[:-1], answerable[-1][:2]):
        answers = {
            question.key: value for question, value in zip(RULES.questions, values, strict=True) if value is not None
        }
        ranking = rank(RULES, answers, REAL)
        names = [each.candidate.name for each in ranking.ranked]
        assert len(names) + len(ranking.left_out) == len(REAL)
        assert all(better.points >= worse.points for better, worse in itertools.pairwise(ranking.ranked))
        assert names[0] not in unmaintained
        assert "maintained" not in answers or not unmaintained & set(names)
        firsts.add(names[0])

    assert len(firsts) > 3


def test_what_is_made_for_apis_is_first_for_an_api_and_not_for_pages() -> None:
    kinds = {each.name: each.kind for each in catalog.frameworks()}

    for_api, for_pages = (list(points(RULES, {"for": answer}, *REAL)) for answer in ("api", "pages"))

    assert {kinds[name] for name in for_api[:3]} == {"api"}
    assert "api" not in {kinds[name] for name in for_pages[:10]}


def test_every_rule_holds_for_somebody_or_speaks_of_a_trait_and_its_sentence_can_be_said() -> None:
    for question, _, rules in RULES.sets():
        for rule in rules:
            holders = choosing.who_has(rule, REAL, "3.9" if question and question.answers_from else None)
            assert holders or rule.condition.fact in facts.DESCRIBED, rule
            for each in holders:
                assert "{" not in rule.sentence(each.facts[rule.condition.fact], "3.9")


def test_a_framework_without_a_description_is_ranked_by_what_is_known_of_all(tmp_path: Path) -> None:
    described = catalog.framework("flask")
    text = (described.folder / "framework.toml").read_text()
    (tmp_path / "framework.toml").write_text(text[: text.index("[roles]")])

    full, undescribed = choosing.candidates([described, replace(described, folder=tmp_path)], MEASURED)

    assert undescribed.undescribed is not None
    assert "'roles' is missing" in undescribed.undescribed
    assert set(undescribed.facts) == set(facts.NAMES) - set(facts.DESCRIBED)
    assert full.undescribed is None
    assert set(full.facts) == set(facts.NAMES)
    assert rank(RULES, {}, [undescribed, full]).undescribed == (undescribed,)


def test_what_was_measured_is_a_multiple_of_the_median_of_all_and_what_was_refuted_is_not_known() -> None:
    def memory(framework: str, megabytes: float) -> Figure:
        return Figure(framework, "memory idle", "MB", (megabytes,), "scaffold measure")

    figures = (memory("flask", 30), memory("django", 60), memory("sanic", 120))
    refuted = ProvenTrait("flask", "WebSockets", Proof.REFUTED, "nothing came back")
    found = replace(MEASURED, figures=figures, traits=(refuted,))

    flask, bottle = choosing.candidates([catalog.framework("flask"), catalog.framework("bottle")], found)

    assert flask.facts["memory"].value == 0.5
    assert "WebSockets" not in flask.facts
    assert "WebSockets" in bottle.facts
    assert not {"throughput", "memory", "start"} & set(bottle.facts), "it was not measured"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param('ties = ["packages"]', 'ties = ["kind"]', "a fact in 'ties' is 'kind' and not one of", id="ties"),
        pytest.param('key = "for"', 'key = "colour"', "a question's key is 'colour' and not one of for,", id="key"),
        pytest.param('key = "python"', 'key = "for"', "the question 'for' is there twice", id="twice"),
        pytest.param('value = "pages"', 'value = "any"', "an answer to the question 'for' is 'any': take", id="any"),
        pytest.param('title = "What?"', "", "the question 'for' has no text 'title'", id="no title"),
        pytest.param('title = "What?"', 'title = "\\u001b[2J"', "letters that cannot be shown", id="escape"),
        pytest.param('fact = "forms", is = ["own"]', 'fact = "form"', "rule 1 of the answer 'pages' to", id="place"),
        pytest.param('fact = "forms", is', 'fact = "form", is', "is 'form' and not one of kind, response", id="fact"),
        pytest.param('is = ["own"]', 'is = ["none"]', "is 'none' and not one of own, add-on, no", id="value"),
        pytest.param('is = ["own"]', 'is = "own"', "'is' of rule 1 .* is not a list of texts", id="no list"),
        pytest.param('is = ["own"]', "is = []", "'is' of rule 1 .* is empty", id="empty list"),
        pytest.param('is = ["own"]', "at_most = 3", "is about forms, and needs 'is'", id="test"),
        pytest.param("at_most = 5", 'is = ["5"]', "is about packages, and needs 'at_most' or 'at_least'", id="number"),
        pytest.param("at_most = 5", 'at_most = "5"', "'at_most' of rule 3 .* is '5' and not a number", id="text"),
        pytest.param("points = 3", "points = 0", "'points' of rule 1 .* is 0: give 1 to 5", id="no points"),
        pytest.param("points = 3", "points = true", "'points' of rule 1 .* is True: give 1 to 5", id="bool"),
        pytest.param("points = 3", "points = 3, out = true", "needs either 'points' or 'out = true'", id="both"),
        pytest.param("out = true", "out = false", "'out' of rule 1 of the question 'python' can only be", id="out"),
        pytest.param('"Forms."', '"By {by}."', r"speaks of \{by\}, and knows only \{answer\}, \{value\}", id="hole"),
        pytest.param('"Forms."', '"By {value."', "has a brace too many or too few", id="brace"),
        pytest.param('"Forms."', '"Forms.", weight = 2', "has 'weight', which nothing reads", id="unknown key"),
        pytest.param('answers_from = "pythons"', "", "needs either .* or 'answers_from'", id="no answers"),
        pytest.param("ties =", "ties", "line 2", id="TOML"),
        pytest.param(SMALL, "", r"there are no \[\[questions\]\]", id="empty file"),
    ],
)
def test_rules_that_are_not_right_are_refused_with_the_place(tmp_path: Path, old: str, new: str, problem: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(SMALL.replace(old, new, 1))
    assert old in SMALL

    with pytest.raises(UsageError, match=rf"(?s)^The rules in .*mine\.toml are not right: .*{problem}"):
        choosing.read(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.toml cannot be read: No such file"):
        choosing.read(tmp_path / "none.toml")
