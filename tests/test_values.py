"""Every value lands in its file as itself: what is read back from a starter differs by the name alone."""

import ast
import configparser
import json
import re
import tomllib
from collections.abc import AsyncIterator, Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest
import pytest_asyncio
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from scaffold import build, catalog, naming
from scaffold.errors import NameNotAllowedError
from scaffold.model import Framework, Project
from scaffold.render import Renderer, renderer

pytestmark = pytest.mark.asyncio(loop_scope="module")

FRAMEWORKS = catalog.frameworks()
# In no file of a template, and nothing that any format reads as anything but a text.
PLAIN = "Qzxname-Plain"
# What YAML reads as no text; the strangest, the longest.
AWKWARD = ("no", "A--b__9", "x" * 64)
# Other files may hold templates of the framework's own, or speak of them.
DATA = {".toml", ".lock", ".json", ".ini", ".env", ".example"}
UNRENDERED = re.compile(r"(project|package|distribution)_name|scaffold_version|_copier")
# Of these all that can be said is that the name is in the same places of the text.
PLAIN_TEXT = {"", ".conf", ".css", ".development", ".pt", ".svg", ".tmpl", ".tpl", ".txt"}
SECRET = re.compile(r"(?m)^(SECRET_KEY=).+$")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def worker() -> AsyncIterator[Renderer]:
    async with renderer() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def plain(worker: Renderer) -> dict[str, dict[str, str]]:
    """The files of each starter under a name that is nothing special."""
    return {framework.name: await files_of(worker, framework, PLAIN) for framework in FRAMEWORKS}


async def files_of(worker: Renderer, framework: Framework, name: str) -> dict[str, str]:
    """The text of each file of a starter; without its secret, which is another one each time."""
    project = naming.project(name, framework)
    async with build.stage(worker, framework, project, beside=None) as stage:
        return {
            file.path: SECRET.sub(r"\1secret", (stage.project / file.path).read_bytes().decode())
            for file in stage.files
            if Path(file.path).suffix not in (".png", ".ico")
        }


def renamed(text: str, project: Project) -> str:
    """What was said of the plain name, of another one."""
    plain = naming.project(PLAIN, FRAMEWORKS[0])
    names = {plain.name: project.name, plain.package: project.package, plain.distribution: project.distribution}
    return re.sub("|".join(map(re.escape, names)), lambda found: names[found[0]], text)


def of_env(text: str) -> object:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    # No quotes, no blanks, nothing that a shell or python-dotenv would take for something else.
    assert all(re.fullmatch(r"[A-Z][A-Z0-9_]*=[A-Za-z0-9_.:/,-]*", line) for line in lines), lines
    return [line.partition("=") for line in lines]


def of_ini(text: str) -> object:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    return {section: dict(parser[section]) for section in parser}


class Events(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[tuple[str, object]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert PLAIN.lower() not in str((tag, attrs)).lower(), "the name is to be text"
        self.seen.append(("start", (tag, attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(("end", tag))

    def handle_data(self, data: str) -> None:
        self.seen.append(("text", data))


def of_html(text: str) -> object:
    events = Events()
    events.feed(text)
    events.close()
    return events.seen


def of_markdown(text: str) -> object:
    return [(token.type, token.tag, token.content) for token in MarkdownIt().parse(text)]


READERS: dict[str, Callable[[str], object]] = {
    ".toml": tomllib.loads,
    ".lock": tomllib.loads,
    ".yml": lambda text: list(yaml.safe_load_all(text)),
    ".yaml": lambda text: list(yaml.safe_load_all(text)),
    ".json": json.loads,
    ".py": lambda text: ast.dump(ast.parse(text)),
    ".html": of_html,
    ".xhtml": of_html,
    ".md": of_markdown,
    ".ini": of_ini,
    ".env": of_env,
    ".env.example": of_env,
}


def reader(path: str) -> Callable[[str], object] | None:
    name = PurePosixPath(path).name
    return READERS.get(name) or READERS.get(PurePosixPath(path).suffix)


@cache
def read_plain(read: Callable[[str], object], text: str) -> str:
    return repr(read(text))


def assert_same_but_for_the_name(files: dict[str, str], plain: dict[str, str], project: Project) -> None:
    assert files.keys() == {renamed(path, project) for path in plain}
    for path, text in plain.items():
        own = renamed(path, project)
        assert files[own] == renamed(text, project), own
        if read := reader(path):
            # `repr` tells a text from a number or a yes that looks like it.
            assert repr(read(files[own])) == renamed(read_plain(read, text), project), own
        assert not UNRENDERED.search(files[own]), f"something in {own} was not rendered"
        if PurePosixPath(path).suffix in DATA:
            assert "{{" not in files[own], own
            assert "{%" not in files[own], own


@pytest.mark.parametrize("name", [AWKWARD[0], *(pytest.param(name, marks=pytest.mark.slow) for name in AWKWARD[1:])])
async def test_each_file_of_each_starter_is_read_back_with_the_name_that_was_given(
    worker: Renderer, plain: dict[str, dict[str, str]], name: str
) -> None:
    for framework in FRAMEWORKS:
        project = naming.project(name, framework)
        files = await files_of(worker, framework, name)

        assert_same_but_for_the_name(files, plain[framework.name], project)
        # The name is found where it has to be.
        assert tomllib.loads(files["pyproject.toml"])["project"]["name"] == project.distribution
        assert name in of_text(files["README.md"])


def of_text(markdown: str) -> str:
    return " ".join(token.content for token in MarkdownIt().parse(markdown))


async def test_no_starter_has_a_file_of_a_kind_that_nobody_reads_back(plain: dict[str, dict[str, str]]) -> None:
    every = {path for files in plain.values() for path in files}

    unknown = {path for path in every if reader(path) is None and PurePosixPath(path).suffix not in PLAIN_TEXT}
    assert unknown == set()


@pytest.mark.parametrize("suffix", sorted(READERS.keys() - {".yml", ".yaml"}))
async def test_there_is_a_file_for_each_reader(plain: dict[str, dict[str, str]], suffix: str) -> None:
    assert any(path.endswith(suffix) for files in plain.values() for path in files)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.from_regex(r"[A-Za-z](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?", fullmatch=True),
    framework=st.sampled_from(FRAMEWORKS),
)
async def test_any_accepted_name_is_read_back_from_any_starter(
    worker: Renderer, plain: dict[str, dict[str, str]], name: str, framework: Framework
) -> None:
    try:
        project = naming.project(name, framework)
    except NameNotAllowedError:
        return

    assert_same_but_for_the_name(await files_of(worker, framework, name), plain[framework.name], project)
