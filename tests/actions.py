"""Run the steps of a composite action as GitHub's runner does: those that are scripts, with its files and variables."""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

# How the runner starts "shell: bash".
BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")

# What says to pip, to uv and to Python which environment is meant.
_OWN = {
    "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", "CONDA_PREFIX",
    "UV_PYTHON", "UV_SYSTEM_PYTHON", "UV_PROJECT_ENVIRONMENT",
}  # fmt: skip


@dataclass
class Runner:
    """One job: what its steps have said, and where they write."""

    folder: Path
    environ: dict[str, str]
    inputs: dict[str, str]
    # By the id of the step: of those that are actions, what they would say.
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def summary(self) -> Path:
        return self.folder / "summary.md"

    def run(self, step: Mapping[str, Any]) -> subprocess.CompletedProcess[str] | None:
        """Run a step; None where its condition does not hold."""
        if "if" in step and not self._holds(str(step["if"])):
            return None
        output = self.folder / "output"
        output.write_text("")
        places = {
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "RUNNER_TEMP": str(self.folder),
            "GITHUB_ACTIONS": "true",
            "CI": "true",
        }
        script = self.folder / "step.sh"
        script.write_text(self.filled(step["run"]))
        done = subprocess.run(
            [*BASH, script],
            cwd=self.folder,
            env=self.environ | places | {name: self.filled(value) for name, value in step.get("env", {}).items()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if "id" in step:
            lines = [line.partition("=") for line in output.read_text().splitlines()]
            self.outputs[step["id"]] = {name: value for name, _, value in lines}
        return done

    def filled(self, text: object) -> str:
        """A text with the values of its expressions."""
        return re.sub(r"\$\{\{ *(.*?) *\}\}", lambda found: self._value(found[1]), str(text))

    def _value(self, expression: str) -> str:
        match expression.split("."):
            case ["inputs", name]:
                return self.inputs[name]
            case ["steps", step, "outputs", name]:
                return self.outputs[step][name]
            case ["runner", name]:
                return f"a {name}"
        raise AssertionError(f"{expression} is an expression that this runner does not know")

    def _holds(self, condition: str) -> bool:
        found = re.fullmatch(r"inputs\.(\w+) != ''", condition)
        assert found, condition
        return self.inputs[found[1]] != ""


def job_of(action: Path, folder: Path, environ: Mapping[str, str], inputs: Mapping[str, str]) -> Runner:
    """A job that uses an action with these inputs, the others as the action says."""
    defaults = {name: str(given["default"]) for name, given in yaml.safe_load(action.read_text())["inputs"].items()}
    folder.mkdir(exist_ok=True)
    here = a_machine(environ) | {"GITHUB_ACTION_PATH": str(action.parent)}
    return Runner(folder, here, defaults | dict(inputs))


def a_machine(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a machine of its own: what is installed there does not come into what runs the tests."""
    return {name: value for name, value in environ.items() if name not in _OWN}


def with_program(environ: Mapping[str, str], folder: Path, name: str, lines: str) -> dict[str, str]:
    """An environment in which a program is a shell script of the test."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{lines}\n")
    (folder / name).chmod(0o755)
    return {**environ, "PATH": os.pathsep.join([str(folder), environ["PATH"]])}
