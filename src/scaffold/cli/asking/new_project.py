"""The questions of `scaffold new`: each answer is judged by what judges the command line."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from scaffold import catalog, naming
from scaffold.cli.asking.questions import Answer, Answers, Choice, Kind, Question
from scaffold.cli.asking.request import Request
from scaffold.cli.options import contradiction
from scaffold.destinations import destination, shortest
from scaffold.environment import find_interpreter, own_version
from scaffold.errors import ScaffoldError

KEYS = ("framework", "name", "destination", "into", "options", "python")
FRAMEWORK, NAME, DESTINATION, INTO, OPTIONS, PYTHON = KEYS
INSERT = Choice(
    "insert", "Put the project into it", about="What is in the way is shown as a diff, and asked about one by one."
)
ELSEWHERE = Choice("elsewhere", "Choose another folder")
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
            INTO: self._into,
            OPTIONS: self._which_options,
            PYTHON: self._python,
        }
        return make[key](answers, start)

    def applies(self, key: str, answers: Answers) -> bool:
        """Whether a question is one at all after those of `answers`."""
        if key == OPTIONS:
            return bool(self._options(inserts=_inserts(answers)))
        return key != INTO or _in_use(_path(answers[DESTINATION][0], answers[NAME][0]))

    def remembered(self, key: str, answer: Answer, answers: Answers) -> Answer:
        """An answer as it is kept: a folder that goes by the name goes by the next name too."""
        if key == DESTINATION and _folder(answer[0], answers[NAME][0]) is None:
            return ("",)
        return answer

    def request(self, answers: Answers) -> Request:
        """The command line with everything on it."""
        folder, inserts = _folder(answers[DESTINATION][0], answers[NAME][0]), _inserts(answers)
        return replace(
            self._with_options(answers[OPTIONS], inserts=inserts),
            name=answers[NAME][0],
            framework=answers[FRAMEWORK][0],
            destination=None if inserts else folder,
            into=(folder or Path(answers[NAME][0])) if inserts else None,
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
            if not self.given.run and _in_use(_path(answer[0], name)):
                # The next question is about that.
                return None
            return _said(lambda: destination(Path(_folder(answer[0], name) or name), project.name)) or None

        folder = start[0] if start and start[0] else f"./{name}"
        return Question(DESTINATION, "Folder", Kind.TEXT, (folder,), problem=problem)

    def _into(self, answers: Answers, start: Answer | None) -> Question:
        path = _path(answers[DESTINATION][0], answers[NAME][0])
        title = f"{shortest(path)} exists and is not empty. What now?"
        return Question(INTO, title, Kind.ONE, start or (INSERT.value,), (INSERT, ELSEWHERE))

    def _which_options(self, answers: Answers, start: Answer | None) -> Question:
        inserts = _inserts(answers)
        choices = self._options(inserts=inserts)
        usual = (INSTALL.value, GIT.value) if start is None else start
        return Question(
            OPTIONS,
            "Options",
            Kind.SEVERAL,
            tuple(choice.value for choice in choices if choice.value in usual),
            choices,
            problem=lambda answer: contradiction(
                run=self._with_options(answer, inserts=inserts).run,
                no_install=self._with_options(answer, inserts=inserts).no_install,
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

    def _options(self, *, inserts: bool = False) -> tuple[Choice, ...]:
        """Those that the command line leaves open; a folder that is in use has its git, and nothing is started."""
        given = self.given
        is_open = {
            INSTALL: not (given.no_install or given.run),
            GIT: not (given.no_git or inserts),
            LATEST: not given.latest,
            RUN: not (given.run or given.no_install or given.dry_run or inserts),
        }
        return tuple(choice for choice, left_open in is_open.items() if left_open)

    def _with_options(self, answer: Answer, *, inserts: bool) -> Request:
        given, asked = self.given, self._options(inserts=inserts)
        return replace(
            given,
            no_install=given.no_install or (INSTALL in asked and INSTALL.value not in answer),
            no_git=given.no_git or (GIT in asked and GIT.value not in answer),
            latest=given.latest or LATEST.value in answer,
            run=given.run or (RUN in asked and RUN.value in answer),
        )


def steps(request: Request) -> list[str]:
    """What is done beside the files, in words."""
    wanted = {
        INSTALL: not request.no_install,
        GIT: not (request.no_git or request.into),
        LATEST: request.latest,
        RUN: request.run,
    }
    return [choice.title for choice, is_wanted in wanted.items() if is_wanted]


def _folder(text: str, name: str) -> Path | None:
    """The folder that was typed; None where it is the one that is taken anyway."""
    if not text or Path(text) == Path(name):
        return None
    return Path(text).expanduser()


def _path(text: str, name: str) -> Path:
    return Path(os.path.abspath(_folder(text, name) or name))


def _in_use(path: Path) -> bool:
    """Whether it is a folder with something in it, into which `--into` can put a project."""
    try:
        is_open = path != path.parent and path.is_dir() and not path.is_symlink() and os.access(path, os.W_OK)
        return is_open and any(path.iterdir())
    except OSError:
        return False


def _inserts(answers: Answers) -> bool:
    return answers.get(INTO) == (INSERT.value,)


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
