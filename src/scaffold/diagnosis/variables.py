"""Look at the variables that disturb Python, uv or a first request: pure, of what the environment holds."""

from collections.abc import Iterator
from pathlib import Path

from scaffold.diagnosis.findings import Finding, ok, warning
from scaffold.diagnosis.machine import Machine
from scaffold.diagnosis.remedies import copy_variable, set_variable, unset

# scaffold keeps them from the uv that it starts; the uv that a person types in the project heeds them.
_LEAD_UV_ASTRAY = (
    "UV_ENV_FILE", "UV_PROJECT", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "UV_WORKING_DIR", "UV_WORKING_DIRECTORY",
)  # fmt: skip
_WITHOUT_TESTS = ("UV_NO_DEFAULT_GROUPS", "UV_NO_DEV")


def look_at_variables(machine: Machine) -> Iterator[Finding]:
    """One finding for each thing that disturbs, or one that nothing does."""
    findings = [*_python(machine), *_uv(machine), *_pip(machine), *_certificates(machine), *_loopback(machine)]
    yield from findings or [ok("variables", "none that disturbs Python, uv or pip")]


def _python(machine: Machine) -> Iterator[Finding]:
    for name, effect in (
        ("PYTHONHOME", "Every Python looks for its standard library there, and those of projects do not start"),
        ("PYTHONPATH", "What is in these folders hides packages of a project's own environment"),
    ):
        if value := machine.environ.get(name):
            yield warning(name, value, f"{effect}.", unset(machine, name))


def _uv(machine: Machine) -> Iterator[Finding]:
    if names := _set(machine, _LEAD_UV_ASTRAY):
        problem = "uv, typed in a project, would take another project, environment, folder or Python."
        yield warning("variables", ", ".join(names), problem, unset(machine, *names))
    if names := _set(machine, _WITHOUT_TESTS):
        problem = "uv leaves out what the tests of a project need."
        yield warning("variables", ", ".join(names), problem, unset(machine, *names))


def _pip(machine: Machine) -> Iterator[Finding]:
    """uv reads no setting of pip's."""
    environ = machine.environ
    if environ.get("PIP_INDEX_URL") and not (environ.get("UV_DEFAULT_INDEX") or environ.get("UV_INDEX_URL")):
        command = copy_variable(machine, "PIP_INDEX_URL", to="UV_DEFAULT_INDEX")
        # The value may carry a password: it is not shown.
        problem = "pip is told of an index by PIP_INDEX_URL, which uv does not read."
        yield warning("variables", "PIP_INDEX_URL", problem, command)


def _certificates(machine: Machine) -> Iterator[Finding]:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        value = machine.environ.get(name)
        if value and not any(Path(part).exists() for part in value.split(":" if name.endswith("DIR") else "\0")):
            problem = "It is to name the certificates that are trusted, and is not there."
            yield warning(name, value, problem, unset(machine, name))


def _loopback(machine: Machine) -> Iterator[Finding]:
    """With a proxy and no exception, `curl http://127.0.0.1:8000/hello` asks the proxy."""
    proxy = next((name for name in ("http_proxy", "all_proxy", "ALL_PROXY") if machine.environ.get(name)), None)
    excepted = machine.environ.get("no_proxy") or machine.environ.get("NO_PROXY") or ""
    if proxy and "127.0.0.1" not in excepted and excepted.strip() != "*":
        problem = f"curl asks the proxy of {proxy} for your own server too."
        wanted = ",".join(filter(None, (excepted, "localhost", "127.0.0.1")))
        yield warning(
            "variables", f"{proxy} without 127.0.0.1 in no_proxy", problem, set_variable(machine, "no_proxy", wanted)
        )


def _set(machine: Machine, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if machine.environ.get(name)]
