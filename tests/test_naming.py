import keyword
import re
import string
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.utils import canonicalize_name

from scaffold import catalog, naming
from scaffold.errors import NameNotAllowedError
from scaffold.model import Framework, Project

FLASK = catalog.framework("flask")


@pytest.mark.parametrize(
    ("name", "package", "distribution"),
    [
        ("myapp", "myapp", "myapp"),
        ("My-App", "my_app", "my-app"),
        ("my_app", "my_app", "my-app"),
        ("Web2", "web2", "web2"),
        ("a--b", "a__b", "a-b"),
        ("x", "x", "x"),
        ("a" * 64, "a" * 64, "a" * 64),
    ],
)
def test_a_name_says_its_package_and_distribution(name: str, package: str, distribution: str) -> None:
    assert naming.project(name, FLASK) == Project(name, package, distribution)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param(" ", id="space"),
        pytest.param("my app", id="space inside"),
        pytest.param("../up", id="up"),
        pytest.param("a/b", id="slash"),
        pytest.param("a\\b", id="backslash"),
        pytest.param("/abs", id="absolute"),
        pytest.param("C:x", id="drive"),
        pytest.param("~root", id="home"),
        pytest.param(".", id="dot"),
        pytest.param("..", id="dots"),
        pytest.param(".hidden", id="leading dot"),
        pytest.param("-rf", id="leading dash"),
        pytest.param("9lives", id="leading digit"),
        pytest.param("app-", id="trailing dash"),
        pytest.param("app.", id="trailing dot"),
        pytest.param("a\nb", id="newline"),
        pytest.param("app\n", id="trailing newline"),
        pytest.param("a\0b", id="nul"),
        pytest.param("a\tb", id="tab"),
        pytest.param("a\x1b[31mb", id="escape"),
        pytest.param("na\u00efve", id="accent"),
        pytest.param("\uff41\uff50\uff50", id="full width"),
        pytest.param("\u043f\u0440\u0438\u0432\u0435\u0442", id="cyrillic"),
        pytest.param("app\u202egpj", id="right to left"),
        pytest.param("a\u200bb", id="zero width"),
        pytest.param('x"\nevil="1', id="toml"),
        pytest.param("{{7*7}}", id="jinja"),
        pytest.param("${{ github.token }}", id="workflow"),
        pytest.param("$(touch p)", id="shell"),
        pytest.param("<script>", id="html"),
        pytest.param("%s", id="format"),
        pytest.param("a" * 65, id="65 characters"),
        pytest.param("a" * 300, id="300 characters"),
    ],
)
def test_a_name_of_the_wrong_form_is_refused_with_one_that_would_do(name: str) -> None:
    with pytest.raises(NameNotAllowedError) as refusal:
        naming.project(name, FLASK)

    message = str(refusal.value)
    assert message.isprintable()
    assert naming.project(message.rpartition("Try '")[2].removesuffix("'."), FLASK)


@pytest.mark.parametrize(
    "name",
    [
        *("class", "import", "None", "match", "type", "async"),
        *("json", "types", "email", "test", "code", "site", "http", "secrets"),
        *("flask", "Flask", "click", "jinja2", "werkzeug", "markupsafe", "dotenv", "gunicorn", "pytest"),
        *("CON", "aux", "NUL", "com1", "lpt9"),
        *("tests", "conftest"),
    ],
)
def test_a_name_that_something_else_has_is_refused_with_one_that_would_do(name: str) -> None:
    with pytest.raises(NameNotAllowedError) as refusal:
        naming.project(name, FLASK)

    assert naming.project(str(refusal.value).rpartition("Try '")[2].removesuffix("'."), FLASK)


def test_no_keyword_and_no_module_of_the_standard_library_passes() -> None:
    passed = []
    for name in {*keyword.kwlist, *keyword.softkwlist, *sys.stdlib_module_names}:
        try:
            passed.append(naming.project(name, FLASK))
        except NameNotAllowedError:
            continue

    assert passed == []


@pytest.mark.parametrize("framework", catalog.frameworks(), ids=lambda framework: framework.name)
def test_a_framework_s_own_name_and_its_dependencies_are_refused(framework: Framework) -> None:
    for taken in framework.taken:
        with pytest.raises(NameNotAllowedError):
            naming.project(taken, framework)


# Of 45 names under which a Flask package was once generated and booted, those with which it did not work.
BREAKING = (
    *("types", "random", "json", "http", "email", "logging", "string", "select", "signal"),
    *("socket", "ssl", "typing", "flask", "werkzeug", "jinja2", "click", "class", "None"),
    *("site", "secrets", "platform", "calendar", "copy", "enum", "token", "cmd"),
    "\uff41\uff50\uff50",
)


def test_none_of_the_27_names_that_break_a_project_is_accepted() -> None:
    accepted = []
    for name in BREAKING:
        try:
            accepted.append(naming.project(name, FLASK))
        except NameNotAllowedError:
            continue

    assert (len(BREAKING), accepted) == (27, [])


# Any text at all, what is nearly a name, and the words that are taken with something around them.
NAMES = st.one_of(
    st.text(max_size=80),
    st.text(string.ascii_letters + string.digits + "-_", max_size=66),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "-", "_", "a"]),
        st.sampled_from(sorted({*keyword.kwlist, *sys.stdlib_module_names, *FLASK.taken, "con", "nul", "com1"})),
        st.sampled_from(["", "-", "_", "1", ".txt", " "]),
    ).flatmap(lambda name: st.sampled_from([name, name.upper(), name.title()])),
)


@given(name=NAMES, framework=st.sampled_from(catalog.frameworks()))
def test_a_name_is_refused_with_one_that_would_do_or_works_wherever_it_lands(name: str, framework: Framework) -> None:
    try:
        project = naming.project(name, framework)
    except NameNotAllowedError as error:
        refusal = str(error)
    else:
        refusal = ""
    if refusal:
        assert refusal.isprintable()
        assert naming.project(refusal.rpartition("Try '")[2].removesuffix("'."), framework)
        return

    # Of the package: Python imports it, and nothing else; two that differ in case are one on many file systems.
    assert project.package.isidentifier()
    assert project.package == project.package.lower()
    assert not keyword.iskeyword(project.package)
    assert not keyword.issoftkeyword(project.package)
    assert project.package not in sys.stdlib_module_names | framework.taken
    # Of the distribution: as every index writes it.
    assert project.distribution == canonicalize_name(project.name)
    # Of the folder: a name on Windows and in DNS, and nothing that any format, shell or template would read.
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,63}", project.name, re.ASCII)
    assert not re.fullmatch(r"(?i)con|prn|aux|nul|(com|lpt)[1-9]", project.name)


@given(name=st.text(max_size=80))
def test_what_is_suggested_for_a_name_of_the_wrong_form_has_the_right_one(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9])?", naming.suggest(name), re.ASCII)
