"""Warnings as they are raised, in real Pythons: each in an environment of its own, with small distributions in it."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typing_extensions
from uv import find_uv_bin

from scaffold.drifting.trials import listen, stop_listening
from scaffold.environment import find_interpreter, own_version
from scaffold.errors import ToolMissingError
from scaffold.model import Environment, Warned
from scaffold.warned import owners, warnings_in

PYTHONS = ("3.11", "3.12", "3.13")
# Of these distributions each is one package.
SOURCES = {
    "raiser": """
import warnings
def old():
    warnings.warn("old goes in 3.0", DeprecationWarning, stacklevel=2)
""",
    "caller": """
import raiser
def call():
    raiser.old()
""",
    "escaped": r"""
def compiled():
    PATTERN = "\d"
""",
    "decorating": """
from typing_extensions import deprecated
@deprecated("a function")
def function(): pass
@deprecated("a class")
class Plain: pass
class Heir:
    def __init_subclass__(cls): pass
@deprecated("a class with heirs")
class WithHeirs(Heir): pass
""",
    "explicit": """
import warnings
def tell(file):
    warnings.warn_explicit("told", UserWarning, file, 1)
""",
    "left_open": """
import socket
class Left(socket.socket): pass
""",
}

Listened = Callable[..., tuple[Warned, ...]]


def plant(environment: Environment, name: str, source: str) -> None:
    package, info = (environment.site_packages / folder for folder in (name, f"{name}-1.0.dist-info"))
    package.mkdir()
    info.mkdir()
    (package / "__init__.py").write_text(source)
    (info / "RECORD").write_text(f"{name}/__init__.py,,\n{name}-1.0.dist-info/RECORD,,\n")


@pytest.fixture(scope="module", params=PYTHONS)
def environment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    try:
        interpreter = find_interpreter(request.param)
    except ToolMissingError as error:
        pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("listening") / ".venv"
    subprocess.run([find_uv_bin(), "venv", "--quiet", "--python", interpreter, folder], check=True)
    environment = Environment(folder, request.param)
    for name, source in SOURCES.items():
        plant(environment, name, source)
    plant(environment, "typing_extensions", Path(typing_extensions.__file__).read_text(encoding="utf-8"))
    return environment


@pytest.fixture
def listened(environment: Environment, tmp_path: Path) -> Iterator[Listened]:
    """Run a program in the environment, as a trial does, and give what it warned of."""
    record = tmp_path / "warnings.txt"
    listen(environment, record)

    def run(program: str, *options: str, variables: tuple[tuple[str, str], ...] = ()) -> tuple[Warned, ...]:
        (tmp_path / "app.py").write_text(program)
        python = environment.bin / "python"
        environ = dict(variables or [("PYTHONWARNINGS", "default")])
        done = subprocess.run(
            [python, *options, tmp_path / "app.py"],
            env=environ,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        assert "Error" not in done.stderr
        said = warnings_in(record.read_text(), owners(environment.site_packages)) if record.exists() else ()
        record.unlink(missing_ok=True)
        return said

    yield run
    stop_listening(environment)


def facts(found: tuple[Warned, ...]) -> list[tuple[str | None, str, tuple[str | None, ...]]]:
    return [(each.distribution, each.text, each.points_at) for each in found]


def test_a_warning_belongs_to_whom_raises_it_and_not_to_whom_it_points_at(listened: Listened) -> None:
    found = listened("import caller, raiser\ncaller.call()\nraiser.old()\n")

    assert found == (Warned("raiser", "DeprecationWarning", "old goes in 3.0"),)
    assert found[0].points_at == (None, "caller")


def test_a_warning_that_somebody_collects_is_seen_as_well(listened: Listened) -> None:
    # As pytest does for each test.
    found = listened(
        "import warnings, caller\n"
        "with warnings.catch_warnings(record=True) as log:\n"
        "    warnings.simplefilter('always')\n"
        "    caller.call()\n"
        "assert len(log) == 1\n"
    )

    assert facts(found) == [("raiser", "old goes in 3.0", ("caller",))]


def test_a_program_that_shows_warnings_itself_still_does(listened: Listened) -> None:
    found = listened(
        "import warnings, caller\n"
        "shown = []\n"
        "warnings.showwarning = lambda *arguments: shown.append(arguments)\n"
        "caller.call()\n"
        "assert len(shown) == 1\n"
    )

    assert facts(found) == [("raiser", "old goes in 3.0", ("caller",))]


def test_what_the_compiler_warns_of_belongs_to_the_file_that_is_compiled(
    listened: Listened, environment: Environment
) -> None:
    for compiled in (environment.site_packages / "escaped" / "__pycache__").glob("*"):
        compiled.unlink()

    found = listened("import escaped\n")

    assert [(each.distribution, each.points_at) for each in found] == [("escaped", ())]
    assert "invalid escape sequence" in found[0].text


def test_what_a_decorator_warns_of_belongs_to_the_module_of_what_is_decorated(listened: Listened) -> None:
    found = listened(
        "import decorating\n"
        "decorating.function()\n"
        "decorating.Plain()\n"
        "class Child(decorating.Plain): pass\n"
        "class Heir(decorating.WithHeirs): pass\n"
    )

    assert facts(found) == [
        ("decorating", "a class", (None,)),
        ("decorating", "a class with heirs", (None,)),
        ("decorating", "a function", (None,)),
    ]


def test_the_decorator_of_python_itself_is_looked_through_too(listened: Listened, environment: Environment) -> None:
    if environment.python < "3.13":
        pytest.skip("Python has it since 3.13")
    source = environment.site_packages / "decorating" / "__init__.py"
    source.write_text(SOURCES["decorating"].replace("typing_extensions", "warnings"))

    found = listened("import decorating\ndecorating.function()\nclass Heir(decorating.WithHeirs): pass\n")

    source.write_text(SOURCES["decorating"])
    assert facts(found) == [
        ("decorating", "a class with heirs", (None,)),
        ("decorating", "a function", (None,)),
    ]


def test_a_warning_about_a_file_belongs_to_whom_tells_it(listened: Listened, environment: Environment) -> None:
    file = environment.site_packages / "caller" / "__init__.py"

    found = listened(f"import explicit\nexplicit.tell({str(file)!r})\n")

    assert facts(found) == [("explicit", "told", ("caller",))]


def test_what_is_left_open_belongs_to_its_type_whatever_runs_when_it_is_collected(listened: Listened) -> None:
    found = listened(
        "import left_open, caller\n"
        "left = left_open.Left()\n"
        "del left\n"
        "file = open(__file__)\n"
        "del file\n"
    )  # fmt: skip

    assert [each.distribution for each in found] == ["left-open", "python"]
    assert [each.category for each in found] == ["ResourceWarning", "ResourceWarning"]


def test_python_and_the_starter_warn_as_well(listened: Listened) -> None:
    # `warnings` raises the first for `locale`, as it does for all that Python has deprecated.
    found = listened(
        "import warnings\n"
        "warnings._deprecated('locale', remove=(3, 99))\n"
        "import string, locale\n"
        "locale.getdefaultlocale()\n"
        "exec('import warnings; warnings.warn(\"from a string\")')\n"
    )

    assert [each.distribution for each in found] == ["python", None, None]
    assert found[0].points_at == (None,)
    assert {each.text for each in found[1:]} == {
        "'locale' is deprecated and slated for removal in Python 3.99",
        "from a string",
    }


def test_neither_isolation_nor_an_empty_environment_keeps_a_python_from_being_heard(listened: Listened) -> None:
    found = listened("import caller\ncaller.call()\n", "-I", "-W", "default", variables=(("NOTHING", ""),))

    assert facts(found) == [("raiser", "old goes in 3.0", ("caller",))]


@pytest.mark.slow
def test_what_many_processes_and_occurrences_say_is_whole_lines(listened: Listened) -> None:
    found = listened(
        "import os, warnings\n"
        "warnings.simplefilter('always')\n"
        "for _ in range(4):\n"
        "    os.fork()\n"
        "for number in range(2000):\n"
        "    warnings.warn('a line\\n\\u2028 and \\ud800 another' + 'x' * (number % 20))\n"
    )

    assert len(found) == 20
    assert found[0].text == "a line and \ud800 another"


def test_a_record_that_cannot_be_written_is_no_business_of_the_programs(
    environment: Environment, tmp_path: Path, listened: Listened
) -> None:
    listen(environment, tmp_path / "nowhere" / "warnings.txt")

    assert listened("import caller\ncaller.call()\n") == ()


def test_an_environment_is_left_as_it_was(environment: Environment, tmp_path: Path) -> None:
    before = set(environment.path.rglob("*"))

    listen(environment, tmp_path / "warnings.txt")
    subprocess.run([environment.bin / "python", "-c", "pass"], check=True)
    during = set(environment.path.rglob("*"))
    stop_listening(environment)

    assert before < during
    assert set(environment.path.rglob("*")) - before <= {environment.site_packages / "__pycache__"}


def test_a_warning_under_pytest_is_seen(environment: Environment, listened: Listened, tmp_path: Path) -> None:
    if environment.python != own_version():
        pytest.skip("pytest is here for the Python that runs the tests")
    (tmp_path / "test_it.py").write_text(
        "import caller, warnings\ndef test_it():\n    caller.call()\n    warnings.warn('mine')\n"
    )
    # Found, and its plugins not.
    found = listened(
        f"import sys\nsys.path.append({str(Path(pytest.__file__).parent.parent)!r})\n"
        "import pytest\n"
        f"sys.exit(pytest.main(['-W', 'default', '-p', 'no:cacheprovider', {str(tmp_path / 'test_it.py')!r}]))\n",
        variables=(("PYTHONWARNINGS", "default"), ("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")),
    )

    told = {(each.distribution, each.text, each.points_at) for each in found}
    assert {("raiser", "old goes in 3.0", ("caller",)), (None, "mine", ())} <= told
