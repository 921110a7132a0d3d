"""The command line as a person or a script uses it: a process, its words and its exit code."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from scaffold import catalog
from scaffold.ages import ago
from scaffold.model import Status

from .conftest import DEADLINE_SECONDS, OWN_PYTHON, CommandLine

COMMANDS = ("new", "list", "info", "show", "run", "check", "smoke", "drift", "doctor", "undo", "choose")


def only_a_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What was refused, said in one line on standard error and nothing on standard output."""
    assert done.stdout == ""
    assert re.fullmatch(r"scaffold: [^\n]+\n", done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_without_a_command_the_help_is_shown(scaffold: CommandLine) -> None:
    done = scaffold.anew()

    assert done.returncode == 0
    for command in COMMANDS:
        assert f"\n  {command} " in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(scaffold: CommandLine, command: str) -> None:
    done = scaffold(command, "--help")

    assert done.returncode == 0
    assert f"Example: scaffold {command} " in done.stdout


def test_the_version_is_told(scaffold: CommandLine) -> None:
    assert scaffold.anew("--version").stdout == "scaffold 0.1.0\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        pytest.param(("nwe",), 2, "Did you mean 'new'", id="command"),
        pytest.param(("new",), 2, "Not given: NAME and --framework", id="no name"),
        pytest.param(("new", "--resume"), 2, "--resume needs NAME", id="resume what"),
        pytest.param(("new", "-f", "flask"), 2, "scaffold new myapp --framework flask", id="a framework alone"),
        pytest.param(("new", "app"), 2, "--framework", id="no framework and no terminal"),
        pytest.param(("new", "app", "--json"), 2, "--framework", id="no framework and JSON"),
        pytest.param(("new", "app", "--framwork", "flask"), 2, "--framework", id="option"),
        pytest.param(("new", "app", "-f", "flsk"), 3, "Did you mean 'flask'", id="framework"),
        pytest.param(("info", "djagno"), 3, "Did you mean 'django'", id="framework of info"),
        pytest.param(("smoke", "flask", "nope"), 3, "No framework is called 'nope'", id="framework of smoke"),
        pytest.param(("show", "flask", "REEDME.md"), 2, "Did you mean 'README.md'", id="file"),
        pytest.param(("new", "class", "-f", "flask"), 2, "Try 'my-class'", id="name"),
        pytest.param(("new", "../up", "-f", "flask"), 2, "Try 'up'", id="path for a name"),
        pytest.param(("new", "a\x1b[31mb", "-f", "flask"), 2, "invisible", id="escape"),
        pytest.param(("new", "app", "-f", "flask", "--python", "3.99"), 5, "uv python install 3.99", id="python"),
        pytest.param(("new", "app", "-f", "flask", "--python", "x"), 2, "is not a Python version", id="no python"),
        pytest.param(("new", "app", "-f", "flask", "--run", "--no-install"), 2, "--no-install", id="contradiction"),
        pytest.param(("new", "app", "-f", "flask", "--dest", "/proc/none/app"), 4, "cannot be written", id="place"),
        pytest.param(("new", "app", "-f", "flask", "--dest", "/"), 4, "the root of all folders", id="root"),
        pytest.param(("new", "app", "-f", "flask", "--dest", "/dev/null"), 4, "not a directory", id="file in the way"),
        pytest.param(("smoke", "--jobs", "0"), 2, "--jobs", id="jobs"),
        pytest.param(("smoke", "flask", "--python", "3.99"), 5, "uv python install 3.99", id="python of smoke"),
        pytest.param(("smoke", "--json", "no/such/file"), 2, "does not exist", id="report"),
        pytest.param(("run", "nowhere"), 2, "no pyproject.toml", id="no project to run"),
        pytest.param(("check",), 2, "no pyproject.toml", id="no project to check"),
        pytest.param(("run", "--port", "99999"), 2, "--port", id="port"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_the_documented_code(
    scaffold: CommandLine, arguments: tuple[str, ...], exit_code: int, said: str
) -> None:
    done = scaffold(*arguments)

    assert said in only_a_sentence(done)
    assert done.returncode == exit_code
    assert os.listdir(scaffold.folder) == []


def test_a_full_destination_is_refused_untouched(scaffold: CommandLine) -> None:
    (scaffold.folder / "app").mkdir()
    (scaffold.folder / "app" / "mine").write_text("mine")

    done = scaffold("new", "app", "-f", "flask")

    assert "exists and is not empty" in only_a_sentence(done)
    assert done.returncode == 4
    assert os.listdir(scaffold.folder / "app") == ["mine"]


def test_the_list_has_a_line_for_each_framework(scaffold: CommandLine) -> None:
    done = scaffold("list")

    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(catalog.names())
    for framework, line in zip(catalog.frameworks(), lines[1:], strict=True):
        assert framework.verified.version in line
        assert framework.interface in line
        assert f"  {ago(framework.days_since_proof(datetime.now(UTC).date()))}  " in line


def test_the_list_fits_a_narrow_terminal_and_keeps_what_matters_most(scaffold: CommandLine) -> None:
    ours, its = pty.openpty()
    with os.fdopen(its, "w") as terminal:
        environ = scaffold.environ | {"COLUMNS": "80", "TERM": "dumb"}
        subprocess.run(scaffold.argv("list"), env=environ, stdin=subprocess.DEVNULL, stdout=terminal, check=True)
    lines = os.read(ours, 65536).decode().splitlines()
    os.close(ours)

    assert len(lines) == 1 + len(catalog.names())
    assert max(map(len, (re.sub(r"\x1b\[\d*m", "", line) for line in lines))) <= 80
    assert all(re.search(r"(active|quiet|unmaintained), \d{4}-\d\d", line) for line in lines[1:])
    assert all(re.search(r"(today|\bdays? ago) ", line) for line in lines[1:])


def test_the_list_as_json_carries_a_schema_number(scaffold: CommandLine) -> None:
    data = json.loads(scaffold.anew("list", "--json").stdout)

    assert data["schema"] == 1
    assert [framework["name"] for framework in data["frameworks"]] == list(catalog.names())
    assert data["frameworks"][0]["verified"].keys() == {"date", "version", "pythons"}


def test_a_reader_that_goes_away_is_no_error(scaffold: CommandLine) -> None:
    line = f"{sys.executable} -m scaffold list --json | head -1"

    done = subprocess.run(
        ["bash", "-c", line], cwd=scaffold.folder, env=scaffold.environ, capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr) == ("{\n", "")


@pytest.mark.slow
def test_a_reader_that_goes_away_ends_a_smoke_test_without_a_traceback(scaffold: CommandLine) -> None:
    line = f"{sys.executable} -m scaffold smoke flask --server serve | head -1; echo ${{PIPESTATUS[0]}}"

    done = subprocess.run(
        ["bash", "-c", line], cwd=scaffold.folder, env=scaffold.environ, capture_output=True, text=True, check=False
    )

    assert done.stdout.splitlines()[-1] == "141"
    assert "Traceback" not in done.stderr
    assert "1 failed" not in done.stderr


def test_info_shows_the_facts_the_commands_and_the_tree(scaffold: CommandLine) -> None:
    done = scaffold.anew("info", "flask")

    for text in ("Flask", "Jinja2", "gunicorn --bind", "--app my_app run --debug", "__init__.py", "Exceptions", "none"):
        assert text in done.stdout, text
    since = ago(catalog.framework("flask").days_since_proof(datetime.now(UTC).date()))
    assert re.search(rf"^Verified .*, last proven {since}$", done.stdout, re.MULTILINE)


def test_a_framework_without_a_future_is_made_with_one_line_of_caution(scaffold: CommandLine) -> None:
    framework = next(each for each in catalog.frameworks() if catalog.caution(each))

    done = scaffold("new", "app", "-f", framework.name, "--no-install", "--no-git")

    assert done.returncode == 0
    assert done.stderr == f"Caution: {catalog.caution(framework)}\n"
    assert (scaffold.folder / "app" / "pyproject.toml").exists()
    assert (
        f"{framework.health.status}, last release on {framework.health.released}"
        in scaffold("info", framework.name).stdout
    )


def test_info_as_json_has_the_commands_as_words(scaffold: CommandLine) -> None:
    data = json.loads(scaffold("info", "flask", "--json").stdout)

    assert data["commands"]["serve"][0] == "gunicorn"
    assert {"path", "bytes"} == data["files"][0].keys()


def test_show_gives_a_file_as_it_would_be_rendered(scaffold: CommandLine) -> None:
    done = scaffold("show", "flask", "pyproject.toml")

    assert 'name = "my-app"' in done.stdout
    assert "{{" not in done.stdout


@pytest.mark.slow
def test_show_finds_a_file_by_its_name_alone_and_without_one_shows_all(scaffold: CommandLine) -> None:
    assert "create_app" in scaffold("show", "flask", "my_app/__init__.py").stdout
    assert "Blueprint" in scaffold("show", "flask", "hello.py").stdout
    assert "--- my_app/hello.py" in scaffold("show", "flask").stdout


def test_a_dry_run_shows_the_tree_and_the_commands_and_writes_nothing(scaffold: CommandLine) -> None:
    done = scaffold("new", "My-App", "-f", "flask", "--dry-run")

    assert "hello.py" in done.stdout
    assert "uv sync --locked" in done.stdout
    assert "Nothing was written." in done.stdout
    assert os.listdir(scaffold.folder) == []


def test_new_says_the_package_s_name_and_the_next_steps(scaffold: CommandLine) -> None:
    done = scaffold.anew("new", "My-App", "-f", "flask", "--no-install", "--no-git")

    assert "its Python package is my_app" in done.stdout
    assert "\n  cd My-App\n" in done.stdout
    assert "sync --locked\n" in done.stdout
    assert "run flask --app my_app run --debug --host 127.0.0.1 --port 8000\n" in done.stdout
    assert "curl http://127.0.0.1:8000/hello" in done.stdout


def test_new_as_json_says_what_was_done_and_what_is_left(scaffold: CommandLine) -> None:
    data = json.loads(scaffold("new", "My-App", "-f", "flask", "--no-install", "--no-git", "--json").stdout)

    assert data["schema"] == 1
    assert (data["name"], data["package"], data["framework"]) == ("My-App", "my_app", "flask")
    assert data["path"] == str(scaffold.folder / "My-App")
    assert (data["installed"], data["committed"]) == (False, False)
    assert data["next"][0] == "cd My-App"


def test_frameworks_are_completed_by_the_shell(scaffold: CommandLine) -> None:
    scaffold.environ |= {"_SCAFFOLD_COMPLETE": "complete_bash", "COMP_WORDS": "scaffold new x -f fl", "COMP_CWORD": "4"}

    done = subprocess.run(
        [Path(sys.executable).with_name("scaffold")],
        cwd=scaffold.folder, env=scaffold.environ, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stdout.split() == ["flask"]


def wait_for_text(process: subprocess.Popen[str], pattern: str, seconds: float = DEADLINE_SECONDS) -> re.Match[str]:
    """Read what a process says until a pattern comes."""
    assert process.stdout is not None
    said = ""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        line = process.stdout.readline()
        said += line
        if found := re.search(pattern, said):
            return found
        if not line:
            break
    raise AssertionError(f"{pattern!r} did not come in:\n{said}")


@pytest.mark.slow
def test_new_run_shows_the_url_and_the_answer_and_ctrl_c_leaves_nothing(scaffold: CommandLine) -> None:
    with scaffold.start("new", "My-App", "-f", "flask", "--run") as process:
        url = wait_for_text(process, r"(http://127\.0\.0\.1:\d+)/hello answers with status 200:\nHello world!").group(1)
        assert httpx.get(f"{url}/healthz", trust_env=False).json() == {"status": "ok"}

        process.send_signal(signal.SIGINT)

        assert process.wait(timeout=DEADLINE_SECONDS) == 130
        assert "nothing is left running" in process.communicate()[0]
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/hello", trust_env=False)


@pytest.mark.slow
def test_an_existing_project_is_run_and_checked(scaffold: CommandLine) -> None:
    assert scaffold("new", "My-App", "-f", "falcon", "--no-git").returncode == 0

    with scaffold.start("run", "My-App", "--serve") as process:
        wait_for_text(process, r'\{"message": "Hello world!"\}')
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=DEADLINE_SECONDS) == 143
    checked = scaffold("check", "My-App", "--json")

    report = json.loads(checked.stdout)
    assert checked.returncode == 0
    assert report["passed"]
    assert {outcome["status"] for outcome in report["outcomes"]} == {Status.PASSED}
    assert {"serve", "dev", "security", "tests", "ruff", "format"} == {
        outcome["step"] for outcome in report["outcomes"]
    }


@pytest.mark.slow
def test_a_check_that_fails_says_so_with_the_reason_and_code_1(scaffold: CommandLine) -> None:
    assert scaffold("new", "My-App", "-f", "flask", "--no-git").returncode == 0
    view = scaffold.folder / "My-App" / "my_app" / "hello.py"
    view.write_text(view.read_text().replace("Hello {name}!", "Hullo {name}!"))

    done = scaffold("check", "My-App")

    assert done.returncode == 1
    assert "FAILED My-App on Python" in done.stdout
    assert "'Hello world!' is not in the body" in done.stdout
    assert "pytest ended with status 1" in done.stdout


@pytest.mark.slow
def test_run_says_why_a_server_does_not_come_up(scaffold: CommandLine) -> None:
    assert scaffold("new", "My-App", "-f", "flask", "--no-git").returncode == 0
    (scaffold.folder / "My-App" / "my_app" / "__init__.py").write_text("raise ImportError('gone')\n")

    done = scaffold("run", "My-App", "--serve")

    assert done.returncode == 1
    assert "ImportError: gone" in done.stdout
    assert "ended with status" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_smoke_writes_its_report_and_prints_lines_without_a_terminal(scaffold: CommandLine) -> None:
    done = scaffold.anew("smoke", "tornado", "--server", "serve", "--json", "report.json")

    assert done.returncode == 0
    assert re.match("1 starter, last proven (today|\\d+ days? ago)\n", done.stdout)
    assert re.search(rf"^ok  tornado on Python {re.escape(OWN_PYTHON)}: (\d+) of \1$", done.stdout, re.MULTILINE)
    assert "\x1b" not in done.stdout
    report = json.loads((scaffold.folder / "report.json").read_text())
    assert (report["schema"], report["passed"]) == (1, True)
