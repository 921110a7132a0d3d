"""`scaffold choose`."""

import os
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffold.cli.commands import Command
from scaffold.cli.options import JsonOption
from scaffold.cli.terminal import interactive, plain, write_json
from scaffold.errors import ScaffoldError, UsageError

if TYPE_CHECKING:
    from scaffold.choosing import Candidate, Question, Rules
    from scaffold.cli.asking.questions import Question as Asked
    from scaffold.model import Measurements


def add_to(app: typer.Typer) -> None:
    app.command(cls=Command, epilog="Example: scaffold choose --for pages --batteries included --size large")(choose)


def _measured() -> "Measurements | None":
    """What comes with scaffold; without it, rules about it hold for nobody."""
    from scaffold.comparing import last_measurements
    from scaffold.report.measurements import read_measurements

    path = last_measurements()
    return read_measurements(path) if path else None


def _completes(key: str) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        from scaffold.catalog import frameworks
        from scaffold.choosing import ANY, candidates, offered, read

        values = [answer.value for answer in offered(read().question(key), candidates(frameworks()))]
        return [value for value in (*values, ANY) if value.startswith(incomplete)]

    return complete


# The values are those of the rules that come with scaffold; a test holds that.
ForOption = Annotated[
    str | None,
    typer.Option("--for", metavar="pages|api", help="What it answers with.", autocompletion=_completes("for")),
]
ConnectionsOption = Annotated[
    str | None,
    typer.Option(
        "--connections",
        metavar="long|short",
        help="Whether connections stay open.",
        autocompletion=_completes("connections"),
    ),
]
BatteriesOption = Annotated[
    str | None,
    typer.Option(
        "--batteries",
        metavar="included|chosen",
        help="Whether much comes with it, or you choose the parts.",
        autocompletion=_completes("batteries"),
    ),
]
SizeOption = Annotated[
    str | None,
    typer.Option(
        "--size", metavar="small|medium|large", help="How big it will get.", autocompletion=_completes("size")
    ),
]
MaintainedOption = Annotated[
    str | None,
    typer.Option(
        "--maintained",
        metavar="active|alive",
        help="Who has to look after the framework.",
        autocompletion=_completes("maintained"),
    ),
]
WhichPythonOption = Annotated[
    str | None,
    typer.Option("--python", metavar="X.Y", help="Which Python.", autocompletion=_completes("python")),
]


def choose(
    for_: ForOption = None,
    connections: ConnectionsOption = None,
    batteries: BatteriesOption = None,
    size: SizeOption = None,
    maintained: MaintainedOption = None,
    python: WhichPythonOption = None,
    rules: Annotated[
        Path | None,
        typer.Option("--rules", metavar="FILE", help="Rank by these rules.", show_default="those of docs/choose.md"),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show all rules, whom each holds for, and where all points come from.")
    ] = False,
    plain_lines: Annotated[bool, typer.Option("--plain", help="Ask in plain lines, without colours.")] = False,
    json: JsonOption = False,
) -> None:
    """Rank the frameworks by a few answers, with reasons; on a terminal, without options, they are asked for.

    Every option but the last four also takes 'any', which leaves its question open, as leaving it out does.
    """
    from scaffold.catalog import broken, frameworks
    from scaffold.choosing import OWN, candidates, rank, read
    from scaffold.cli.recommended import as_json, show, show_rules

    if plain_lines:
        os.environ["SCAFFOLD_PLAIN"] = "1"
    all_rules, known = read(rules or OWN), candidates(frameworks(), _measured())
    given = {
        "for": for_,
        "connections": connections,
        "batteries": batteries,
        "size": size,
        "maintained": maintained,
        "python": python,
    }
    answers = {key: value for key, value in given.items() if value is not None}
    _check(all_rules, answers, known)
    if not answers and not explain:
        answers = _asked(all_rules, known, may_ask=interactive() and not json)
    for each in broken():
        typer.secho(f"{each.name} cannot be used: {each.problem}", fg=None if plain() else "yellow", err=True)
    ranking = rank(all_rules, _without_open(answers), known)
    if not ranking.ranked:
        raise ScaffoldError("No framework is left after these answers. Leave one of the questions open with 'any'.")
    if json:
        write_json(as_json(all_rules, ranking, known, explain=explain))
        return
    if explain:
        show_rules(all_rules, ranking, known)
        if not answers:
            typer.echo(f"For a ranking with its reasons, answer something: {_example(all_rules, known)} --explain")
            return
    show(all_rules, ranking, line=_line(ranking.answers or answers, rules), explain=explain)


def _check(rules: "Rules", answers: Mapping[str, str], known: "tuple[Candidate, ...]") -> None:
    """Raise UsageError for an answer that the rules do not know."""
    from scaffold.choosing import ANY, offered

    questions = {question.key: question for question in rules.questions}
    for key, value in answers.items():
        if key not in questions:
            raise UsageError(f"--{key} is not asked by these rules. They ask: {', '.join(questions)}.")
        values = [answer.value for answer in offered(questions[key], known)]
        if value not in (*values, ANY):
            raise UsageError(f"--{key} does not know {value!a}. There are: {', '.join((*values, ANY))}.")


def _asked(rules: "Rules", known: "tuple[Candidate, ...]", *, may_ask: bool) -> dict[str, str]:
    """What the person answers; raises UsageError where nobody can be asked."""
    if not may_ask:
        *options, last = (f"--{question.key}" for question in rules.questions)
        one_of = f"{', '.join(options)} or {last}" if options else last
        raise UsageError(f"Nothing is answered. Give {one_of}, for example: {_example(rules, known)}.")
    from scaffold.cli.asking import Ended, ask_in_turn

    try:
        given = ask_in_turn([_on_screen(question, known) for question in rules.questions], plain=plain())
    except Ended as end:
        typer.echo(f"scaffold: {end}", err=True)
        raise typer.Exit(end.exit_code) from None
    return {key: value for key, (value,) in given.items()}


def _on_screen(question: "Question", known: "tuple[Candidate, ...]") -> "Asked":
    """The question as it is asked on a terminal; first of all it can be left open."""
    from scaffold.choosing import ANY, offered
    from scaffold.cli.asking.questions import Choice, Kind
    from scaffold.cli.asking.questions import Question as Asked

    choices = [Choice(each.value, each.title, about=each.about) for each in offered(question, known)]
    is_open = Choice(ANY, "It does not matter")
    return Asked(question.key, question.title, Kind.ONE, (ANY,), (is_open, *choices))


def _example(rules: "Rules", known: "tuple[Candidate, ...]") -> str:
    from scaffold.choosing import offered

    question = rules.questions[0]
    return shlex.join(["scaffold", "choose", f"--{question.key}", offered(question, known)[0].value])


def _line(answers: Mapping[str, str], rules: Path | None) -> str:
    """One line for a shell that answers the same."""
    words = [word for key, value in answers.items() for word in (f"--{key}", value)]
    return shlex.join(["scaffold", "choose", *words, *(["--rules", str(rules)] if rules else [])])


def _without_open(answers: Mapping[str, str]) -> dict[str, str]:
    from scaffold.choosing import ANY

    return {key: value for key, value in answers.items() if value != ANY}
