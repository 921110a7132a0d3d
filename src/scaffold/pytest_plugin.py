"""The pytest plugin: `scaffold_starter` gives a test a starter of the author's template, installed and booted.

A factory and not a starter itself: a template has options, and one test may want to see two answers to them. It is
loaded wherever scaffold is installed, so it imports nothing before a test asks for a starter.
"""

from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from scaffold.lending import Lender, LentStarter
    from scaffold.model import ForeignTemplate

SETTINGS = ("copier.yml", "copier.yaml")
_LENT: "pytest.StashKey[list[LentStarter]]" = pytest.StashKey()


class ScaffoldStarter(Protocol):
    """What the fixture `scaffold_starter` is, for annotations."""

    def __call__(self, data: Mapping[str, object] | None = None, *, server: str = "serve") -> "LentStarter":
        """A starter that was rendered with these answers and is up until the test ends; see the documentation."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("scaffold", "starters of a template")
    group.addoption(
        "--scaffold-template",
        metavar="PATH-OR-GIT-URL",
        help="The Copier template whose starters are tested; by default the nearest folder above the test that has a "
        "copier.yml.",
    )
    group.addoption(
        "--scaffold-trust", action="store_true", help="Run the template's tasks, migrations and Jinja extensions."
    )


@pytest.fixture(scope="session")
def _scaffold_lender() -> "Iterator[Lender]":
    from scaffold.lending import lender

    with lender() as lending:
        yield lending


@pytest.fixture
def scaffold_starter(request: pytest.FixtureRequest, _scaffold_lender: "Lender") -> Iterator[ScaffoldStarter]:
    """Make a starter of the template, with `data` for its questions, and keep it up until the test ends."""
    from scaffold.errors import ScaffoldError
    from scaffold.model import Mode

    lent = request.node.stash.setdefault(_LENT, [])
    with ExitStack() as stack:

        def make(data: Mapping[str, object] | None = None, *, server: str = "serve") -> "LentStarter":
            __tracebackhide__ = True
            try:
                starter = stack.enter_context(_scaffold_lender.lend(_template(request, data or {}), Mode(server)))
            except ScaffoldError as error:
                pytest.fail(str(error), pytrace=False)
            lent.append(starter)
            return starter

        yield make


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the servers of a test said where it failed."""
    report = yield
    if report.failed and report.when == "call":
        for starter in item.stash.get(_LENT, []):
            report.sections.append((f"scaffold: output of {starter.server} at {starter.url}", starter.logs))
    return report


def _template(request: pytest.FixtureRequest, data: Mapping[str, object]) -> "ForeignTemplate":
    from scaffold.foreign import answers, named

    text = request.config.getoption("--scaffold-template") or str(_nearest(request.path))
    return named(text, answers(data), trusted=request.config.getoption("--scaffold-trust"))


def _nearest(test: Path) -> Path:
    """The nearest folder above a test that is a template; raises UsageError where there is none."""
    from scaffold.errors import UsageError

    for folder in test.parents:
        if any((folder / name).is_file() for name in SETTINGS):
            return folder
    raise UsageError(
        f"No folder above {test.name} has a copier.yml: say with --scaffold-template where the template is."
    )
