"""The page docs/choose.md: the rules of `scaffold choose` as they are."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from scaffold.choosing import Rule, read
from scaffold.choosing.facts import DESCRIBED, KNOWN_OF_ALL, LISTS, NUMBERS

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "choose.md"


def page() -> Iterator[str]:
    rules = read()
    yield from (
        "# How `scaffold choose` ranks",
        "",
        "<!-- Generated from src/scaffold/choosing/rules.toml by tools/document.py; change it there. -->",
        "",
        "Every rule looks at one fact of a framework, and where it holds it gives points, takes some, or leaves the "
        "framework out. The points of all rules together make the rank; nothing else does. So every rank can be "
        "read, and argued with: `scaffold choose --explain` shows all rules, whom each holds for, and of each "
        "framework where its points come from, with the page of its documentation that says so.",
        "",
        "No rule names a framework. 1 point helps, 2 matter, 3 to 5 are what an answer is about. A question that is "
        "left open counts for nobody. Among equals the one with the fewest "
        f"{', and then the fewest '.join(rules.ties)} comes first.",
        "",
        "Traits are known of frameworks that are [described for comparisons](../templates/README.md). The others are "
        "ranked by what is known of all, and may stand too low; it says which they are.",
    )
    for question, answer, its_rules in rules.sets():
        if question is None:
            yield from ("", "## Whatever is answered")
        elif answer is None or answer is question.answers[0]:
            yield from ("", f"## {question.title} `--{question.key}`")
        if question and answer:
            yield from ("", f"### {answer.title}: `--{question.key} {answer.value}`", "", answer.about)
        elif question:
            yield from ("", f"The answers are what `{question.answers_from}` has of any framework.")
        yield from _table(its_rules)
    yield from _own_rules()


def _table(rules: Sequence[Rule]) -> Iterator[str]:
    yield from ("", "| points | where | what is said |", "|---|---|---|")
    for rule in rules:
        yield f"| {rule.worth} | {rule.condition.words} | {rule.because} |"


def _own_rules() -> Iterator[str]:
    yield from (
        "",
        "## Rules of your own",
        "",
        "You weigh it otherwise? `scaffold choose --rules FILE` ranks by a file of yours. Begin with a copy of "
        "[rules.toml](../src/scaffold/choosing/rules.toml), which says at its top how it reads. What is not right in "
        "it is refused with its place. The questions can only be these six; their answers are yours to name.",
        "",
        "| fact | what it is |",
        "|---|---|",
    )
    for name, values in KNOWN_OF_ALL.items():
        yield f"| `{name}` | {' or '.join(values) or 'any text'} |"
    for name in NUMBERS:
        yield f"| `{name}` | a number |"
    for name in LISTS:
        yield f"| `{name}` | a list |"
    for name, values in DESCRIBED.items():
        yield f"| `{name}` | {' or '.join(values) or 'any text'}; only of those that are described |"
    yield from (
        "",
        "`health` is that of [the frameworks](frameworks.md); `successor` says whether something else here is to be "
        "taken for something new; `packages` and `megabytes` are what the starter installs to run; `exceptions` "
        "counts what it cannot keep of [the contract](contract.md); `pythons` are those that it is proven on. "
        "`throughput` (of the framework's minimal application, one worker), `memory` (idle) and `start` (to the first "
        "answer) were [measured](comparison.md) last, and are as many times as much as the median of all frameworks: "
        "2 is twice that. A trait that was refuted by running is not known.",
    )
