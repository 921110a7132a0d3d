"""The questions of `scaffold new`: each answer is judged by what judges the command line."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from scaffold import catalog, naming
from scaffold.cli.asking.questions import Answer, Answers, Choice, Kind, Question
from scaffold.cli.asking.request import Request
from scaffold.cli.options import contradiction
from scaffold.destinations import destination
from scaffold.environment import find_interpreter, own_version
from scaffold.errors import ScaffoldError

FRAMEWORK, NAME, DESTINATION, OPTIONS, PYTHON = KEYS = ("framework", "name", "destination", "options", "python")
INSTALL = Choice("install", "Install the dependencies")
GIT = Choice("git", "Make a git repository with a first commit")
LATEST = Choice("latest", "Take the newest versions instead of the verified ones")
RUN = Choice("run", "Start the development server")


@dataclass(frozen=True, slots=True)
class NewProject:
    """What was given on the command line: it is not asked for, unless it cannot be."""

    given: Request

    def answered(self) -> Answers:
        """What the command line answers."""
        given = self.given
        known: dict[str, Answer] = {}
        if given.framework is not None:
            known[FRAMEWORK] = (catalog.framework(given.framework).name,)
        if given.name is not None:
            known[NAME] = (given.name,)
        if given.destination is not None:
            known[DESTINATION] = (str(given.destination),)
        if given.python is not None:
            known[PYTHON] = (given.python,)
        if not self._options():
            known[OPTIONS] = ()
        return known

    def question(self, key: str, answers: Answers, start: Answer | None) -> Question:
        """A question, asked after those of `answers`; it begins with `start`."""
        make: dict[str, Callable[[Answers, Answer | None], Question]] = {
            FRAMEWORK: self._framework,
            NAME: self._name,
            DESTINATION: self._destination,
            OPTIONS: self._which_options,
            PYTHON: self._python,
        }
        return make[key](answers, start)

    def remembered(self, key: str, answer: Answer, answers: Answers) -> Answer:
        """An answer as it is kept: a folder that goes by the name goes by the next name too."""
        if key == DESTINATION and _folder(answer[0], answers[NAME][0]) is None:
            return ("",)
        return answer

    def request(self, answers: Answers) -> Request:
        """The command line with everything on it."""
        return replace(
            self._with_options(answers[OPTIONS]),
            name=answers[NAME][0],
            framework=answers[FRAMEWORK][0],
            destination=_folder(answers[DESTINATION][0], answers[NAME][0]),
            python=answers[PYTHON][0] or None,
        )

    def _framework(self, answers: Answers, start: Answer | None) -> Question:
        choices = tuple(
            Choice(
                value=framework.name,
                title=framework.title,
                facts=(framework.kind, framework.health.status.value),
                about=framework.summary,
                caution=catalog.caution(framework) or "",
            )
            for framework in catalog.frameworks()
        )

        def unmatched(text: str) -> str:
            # Without all their names: they are what is searched.
            return _said(catalog.framework, text).partition(" There are:")[0]

        return Question(FRAMEWORK, "Framework", Kind.ONE, start or (), choices, unmatched=unmatched)

    def _name(self, answers: Answers, start: Answer | None) -> Question:
        framework = catalog.framework(answers[FRAMEWORK][0])
        return Question(
            NAME,
            "Name",
            Kind.TEXT,
            start or ("",),
            problem=lambda answer: _said(naming.project, answer[0], framework) or None,
        )

    def _destination(self, answers: Answers, start: Answer | None) -> Question:
        framework, name = answers[FRAMEWORK][0], answers[NAME][0]
        project = naming.project(name, catalog.framework(framework))

        def problem(answer: Answer) -> str | None:
            return _said(lambda: destination(Path(_folder(answer[0], name) or name), project.name)) or None

        folder = start[0] if start and start[0] else f"./{name}"
        return Question(DESTINATION, "Folder", Kind.TEXT, (folder,), problem=problem)

    def _which_options(self, answers: Answers, start: Answer | None) -> Question:
        choices = self._options()
        usual = (INSTALL.value, GIT.value) if start is None else start
        return Question(
            OPTIONS,
            "Options",
            Kind.SEVERAL,
            tuple(choice.value for choice in choices if choice.value in usual),
            choices,
            problem=lambda answer: contradiction(
                run=self._with_options(answer).run, no_install=self._with_options(answer).no_install
            ),
        )

    def _python(self, answers: Answers, start: Answer | None) -> Question:
        own, proven = own_version(), catalog.framework(answers[FRAMEWORK][0]).verified.pythons
        others = tuple(Choice(python, f"Python {python}", about="Noted in .python-version.") for python in proven)
        choices = (
            Choice("", f"Python {own}", about="The one that runs scaffold."),
            *(choice for choice in others if choice.value != own),
        )
        return Question(
            PYTHON,
            "Python",
            Kind.ONE,
            start or ("",),
            choices,
            problem=lambda answer: (answer[0] and _said(find_interpreter, answer[0])) or None,
        )

    def _options(self) -> tuple[Choice, ...]:
        """Those that the command line leaves open."""
        given = self.given
        is_open = {
            INSTALL: not (given.no_install or given.run),
            GIT: not given.no_git,
            LATEST: not given.latest,
            RUN: not (given.run or given.no_install or given.dry_run),
        }
        return tuple(choice for choice, left_open in is_open.items() if left_open)

    def _with_options(self, answer: Answer) -> Request:
        given, asked = self.given, self._options()
        return replace(
            given,
            no_install=given.no_install or (INSTALL in asked and INSTALL.value not in answer),
            no_git=given.no_git or (GIT in asked and GIT.value not in answer),
            latest=given.latest or LATEST.value in answer,
            run=given.run or RUN.value in answer,
        )


def steps(request: Request) -> list[str]:
    """What is done beside the files, in words."""
    wanted = {INSTALL: not request.no_install, GIT: not request.no_git, LATEST: request.latest, RUN: request.run}
    return [choice.title for choice, is_wanted in wanted.items() if is_wanted]


def _folder(text: str, name: str) -> Path | None:
    """The folder that was typed; None where it is the one that is taken anyway."""
    if not text or Path(text) == Path(name):
        return None
    return Path(text).expanduser()


def _path(text: str, name: str) -> Path:
    return Path(os.path.abspath(_folder(text, name) or name))


def _said(judge: Callable[..., object], *arguments: object) -> str:
    """What `judge` has against its arguments, in its own words; empty where it has nothing."""
    try:
        judge(*arguments)
    except ScaffoldError as error:
        return str(error)
    except OSError as error:
        return f"{error.filename} cannot be used: {error.strerror}."
    except (ValueError, RuntimeError) as error:
        # An embedded null character; a home folder that nobody knows.
        return f"That cannot be used: {error}."
    return ""
