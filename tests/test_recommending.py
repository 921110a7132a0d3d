"""`scaffold choose` as a person or a program uses it: its options, its short list, its refusals."""

import json
import re
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from scaffold import choosing
from scaffold.choosing import ANY, rank
from scaffold.cli.main import app

from .conftest import CommandLine
from .test_cli import only_a_sentence
from .test_ranking import REAL, RULES, SMALL


def test_the_options_offer_what_the_rules_know() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    shown = {option: each.metavar for each in group.commands["choose"].params for option in each.opts}

    for question in RULES.questions:
        values = "|".join(answer.value for answer in question.answers) or "X.Y"
        assert shown[f"--{question.key}"] == values
    assert tuple(question.key for question in RULES.questions) == tuple(choosing.QUESTIONS)
    assert ANY not in {answer.value for question in RULES.questions for answer in question.answers}


def test_json_has_all_that_ranks_and_the_command_for_the_first(scaffold: CommandLine) -> None:
    done = scaffold(
        "choose", "--for", "api", "--maintained", "active", "--python", "3.12", "--size", "any", "--explain", "--json"
    )

    assert (done.returncode, done.stderr) == (0, "")
    data = json.loads(done.stdout)
    assert data["answers"] == {"for": "api", "maintained": "active", "python": "3.12"}
    assert data["open"] == ["connections", "batteries", "size"]
    assert data["command"] == f"scaffold new myapp -f {data['ranking'][0]['framework']} --python 3.12"
    for each in data["ranking"]:
        assert each["points"] == sum(reason["points"] for reason in each["reasons"])
        rules = [rule for rule in data["rules"] if each["framework"] in rule["frameworks"]]
        held = [rule for rule in rules if rule["question"] is None or rule["answer"] == "api"]
        assert sum(rule["points"] for rule in held) == each["points"]
    assert {each["value"] for each in data["left_out"]} == {"quiet", "unmaintained"}


def test_without_a_terminal_nothing_is_asked(scaffold: CommandLine) -> None:
    done = scaffold("choose")

    assert done.returncode == 2
    assert re.search(r"Give --for, .* or --python, for example: scaffold choose --for pages\.$", only_a_sentence(done))


@pytest.mark.slow
def test_the_short_list_says_why_and_ends_with_the_command(scaffold: CommandLine) -> None:
    done = scaffold("choose", "--for", "pages", "--maintained", "alive")

    assert (done.returncode, done.stderr) == (0, "")
    best = rank(RULES, {"for": "pages", "maintained": "alive"}, REAL).ranked[:3]
    shown = [line for line in done.stdout.splitlines() if re.match(r"\d\. ", line)]
    assert shown == [f"{n}. {each.candidate.title}, {each.points} points" for n, each in enumerate(best, 1)]
    assert "  +4 Its starter makes pages.\n" in done.stdout
    assert f"  scaffold new myapp -f {best[0].candidate.name}\n" in done.stdout
    assert done.stdout.endswith("  scaffold choose --for pages --maintained alive --explain\n")


@pytest.mark.slow
def test_the_whole_explanation_shows_every_rule_and_every_framework(scaffold: CommandLine, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(SMALL)

    done = scaffold("choose", "--explain", "--for", "pages")
    by_mine = scaffold("choose", "--explain", "--rules", mine)

    for _, _, rules in RULES.sets():
        for rule in rules:
            assert f"{rule.worth:>4} {rule.condition.words}: {rule.because}\n" in done.stdout
    assert len(re.findall(r"^\d+\. ", done.stdout, re.M)) == len(REAL)
    assert "  +3 forms is own: Forms.\n" in by_mine.stdout
    assert "REST" not in by_mine.stdout
    assert by_mine.stdout.endswith("answer something: scaffold choose --for pages --explain\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        pytest.param(
            ("--size", "huge"), 2, "--size does not know 'huge'. There are: small, medium, large, any.", id="answer"
        ),
        pytest.param(("--python", "3.9"), 2, "--python does not know '3.9'. There are: 3.11,", id="Python"),
        pytest.param(("--rules", "none.toml", "--for", "api"), 2, "none.toml cannot be read: No such", id="file"),
        pytest.param(("--rules", "few.toml", "--size", "small"), 2, "--size is not asked by these", id="question"),
        pytest.param(("--rules", "few.toml", "--for", "none"), 1, "No framework is left", id="nobody"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(
    scaffold: CommandLine, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    (scaffold.folder / "few.toml").write_text(
        '[[questions]]\nkey = "for"\ntitle = "For?"\n[[questions.answers]]\nvalue = "none"\ntitle = "None"\n'
        'rules = [{ fact = "packages", at_least = 0, out = true, because = "it is one" }]\n'
    )

    done = scaffold("choose", *arguments)

    assert done.returncode == code
    assert sentence in only_a_sentence(done)
