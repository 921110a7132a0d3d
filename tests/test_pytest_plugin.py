"""The pytest plugin, as the author of a template uses it: in a pytest of its own."""

import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from .conftest import DEADLINE_SECONDS, uv_cache
from .foreign import COMPLETE, commit, make_template
from .test_kills import temporary, wait_until_gone

assert temporary, "a fixture"
pytest_plugins = ["pytester"]

ROOT = Path(__file__).parent.parent
MODULE = "scaffold.pytest_plugin"
# Where scaffold was installed without its entry points, pytest has to be told.
PLUGIN = () if any(each.value == MODULE for each in entry_points(group="pytest11")) else ("-p", MODULE)

Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a test file in the folder `tests` of a small template."""
    # pytester gives it another home.
    monkeypatch.setenv("UV_CACHE_DIR", uv_cache())
    make_template(pytester.path / "template")
    (pytester.path / "template" / "tests").mkdir()

    def run_(text: str, *arguments: str) -> pytest.RunResult:
        file = pytester.path / "template" / "tests" / "test_template.py"
        file.write_text(text)
        return pytester.runpytest_subprocess(*PLUGIN, "-p", "no:asyncio", "-W", "error", *arguments, file, timeout=120)

    return run_


def example() -> str:
    """The Python of the documentation."""
    (text,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "pytest-plugin.md").read_text(), re.DOTALL)
    return str(text)


def test_the_example_of_the_documentation_has_ten_lines() -> None:
    assert len([line for line in example().splitlines() if line]) <= 10


@pytest.mark.slow
def test_the_example_of_the_documentation_passes(run: Run) -> None:
    run(example()).assert_outcomes(passed=2)


def test_pytest_finds_the_plugin_by_itself() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["entry-points"]["pytest11"] == {"scaffold": MODULE}


def test_the_plugin_imports_nothing_before_a_test_asks_for_it() -> None:
    code = (
        f"import sys, pytest, {MODULE}; print([name for name in ('asyncio', 'httpx', 'anyio') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_a_project_is_shared_by_those_who_ask_for_the_same_and_a_server_by_nobody(run: Run) -> None:
    result = run(
        """
        import pytest

        seen = []

        @pytest.mark.parametrize("data", [{}, {}, {"docs": False}, {"docs": "no"}])
        def test_each(scaffold_starter, data):
            starter = scaffold_starter(data)
            assert starter.client.get("/hello").status_code == 200
            assert (starter.path / "pyproject.toml").is_file()
            assert starter.environment.path == starter.path / ".venv"
            seen.append(starter)

        def test_all(scaffold_starter):
            first, second, third, fourth = seen
            assert first.path == second.path
            assert len({first.path, third.path, fourth.path}) == 3
            assert len({starter.url for starter in seen}) == 4

        def test_none_is_up_after_its_test():
            import httpx
            for starter in seen:
                with pytest.raises(httpx.ConnectError):
                    httpx.get(starter.url, trust_env=False)

        def test_two_at_once(scaffold_starter):
            dev, serve = scaffold_starter(server="dev"), scaffold_starter()
            assert dev.url != serve.url
            assert {dev.client.get("/healthz").status_code, serve.client.get("/healthz").status_code} == {200}
        """.replace("\n        ", "\n")
    )

    result.assert_outcomes(passed=7)


@pytest.mark.slow
def test_where_a_test_fails_the_output_of_its_server_is_shown(run: Run) -> None:
    result = run(
        "def test_it(scaffold_starter):\n    assert scaffold_starter().client.get('/nope').status_code == 200\n"
    )

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*scaffold: output of serve at http://127.0.0.1:*", '*"GET /nope HTTP/1.1" 404 -*'])


ASKS = "def test_it(scaffold_starter):\n    scaffold_starter({data})\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "text", "data", "said"),
    [
        (
            "pyproject.toml",
            "[project]\nname = 'x'\n",
            "",
            "pyproject.toml has no table [[]tool.scaffold[]], so nothing*",
        ),
        (
            "app.py.jinja",
            "{{ nope.nope }}",
            "",
            "The template is broken: project/app.py.jinja, line 1: UndefinedError: *",
        ),
        (
            "app.py",
            "raise ImportError('gone')",
            "",
            "The server ended with status 1 before it answered. Its output ends:",
        ),
        ("app.py", COMPLETE, "data={'databse': 'x'}", "The template has no question 'databse'; it asks: *"),
    ],
    ids=["no table", "broken", "does not boot", "no such question"],
)
def test_what_is_wrong_is_a_sentence_and_no_traceback_of_ours(
    run: Run, pytester: pytest.Pytester, file: str, text: str, data: str, said: str
) -> None:
    (pytester.path / "template" / "project" / file).write_text(text)

    result = run(ASKS.replace("{data}", data))

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([said])
    assert "lending.py" not in result.stdout.str()


@pytest.mark.slow
def test_without_a_template_it_is_said_how_to_name_one(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(ASKS.replace("{data}", ""))

    result = pytester.runpytest_subprocess(*PLUGIN, timeout=60)

    result.stdout.fnmatch_lines(["No folder above * has a copier.yml: say with --scaffold-template where *"])


@pytest.mark.slow
def test_the_template_can_be_named_and_the_nearest_is_then_not_taken(run: Run, tmp_path: Path) -> None:
    other = make_template(tmp_path / "other", "_subdirectory: project\n", {"other": "here"})

    result = run(
        "def test_it(scaffold_starter):\n    assert (scaffold_starter().path / 'other').is_file()\n",
        "--scaffold-template",
        str(other),
    )

    result.assert_outcomes(passed=1)


@pytest.mark.slow
def test_a_repository_is_fetched_once_a_session_so_that_all_tests_see_the_same_state(run: Run, tmp_path: Path) -> None:
    repository = make_template(tmp_path / "mine")
    commit(repository, "v1")

    result = run(
        "import shutil\n"
        "def test_first(scaffold_starter):\n"
        "    assert scaffold_starter().client.get('/healthz').status_code == 200\n"
        f"    shutil.rmtree({str(repository)!r})\n"
        "def test_with_other_answers(scaffold_starter):\n"
        "    assert scaffold_starter({'docs': False}).client.get('/healthz').status_code == 200\n",
        "--scaffold-template",
        f"git+file://{repository}",
    )

    result.assert_outcomes(passed=2)


@pytest.mark.slow
def test_tests_that_run_at_the_same_time_do_not_meet(run: Run) -> None:
    result = run(
        "import pytest\n"
        "@pytest.mark.parametrize('n', range(6))\n"
        "def test_it(scaffold_starter, n):\n"
        "    assert scaffold_starter().client.get(f'/hello?name={n}').json() == {'message': f'Hello {n}!'}\n",
        "--numprocesses=2",
        "--dist=load",
    )

    result.assert_outcomes(passed=6)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
def test_a_killed_pytest_leaves_no_server_and_no_file(tmp_path: Path, temporary: Path, how: signal.Signals) -> None:
    folder = make_template(tmp_path / "mine")
    (folder / "test_it.py").write_text(
        "import pathlib, time\n"
        "def test_it(scaffold_starter):\n"
        "    pathlib.Path(__file__).with_name('url').write_text(scaffold_starter().url)\n"
        "    time.sleep(600)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *PLUGIN, "-p", "no:cacheprovider", "test_it.py"],
        cwd=folder,
        env=os.environ | {"TMPDIR": str(temporary), "UV_CACHE_DIR": uv_cache()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        wait_for(folder / "url")
    finally:
        process.send_signal(how)
        output, _ = process.communicate(timeout=DEADLINE_SECONDS)

    assert (folder / "url").exists(), output
    wait_until_gone(folder, temporary)


def wait_for(file: Path) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
