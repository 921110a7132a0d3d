"""A small Copier template that is not ours: a starter of the standard library alone that keeps the whole contract."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from .conftest import APPLICATION, TABLE

COPIER_YML = """\
_subdirectory: project
database:
  type: str
  choices: [none, sqlite, postgres]
  default: none
migrations:
  type: bool
  when: "{{ database != 'none' }}"
  default: false
docs:
  type: bool
  default: true
  validator: "{% if docs and database == 'postgres' %}There are no docs for postgres.{% endif %}"
"""
COMPLETE = APPLICATION.replace(
    'path, _, query = self.path.partition("?")',
    'path, _, query = self.path.partition("?"); path = path.rstrip("/") or "/"',
).replace("    def do_GET(self):", "    def do_POST(self):\n        self.send_error(405)\n\n    def do_GET(self):")
PYPROJECT = TABLE.replace('version = "0"\n\n', 'version = "0"\nrequires-python = ">=3.11"\n\n', 1)


def make_template(folder: Path, copier_yml: str = COPIER_YML, files: Mapping[str, str] | None = None) -> Path:
    """A template with these files of its project beside, or in the place of, those of the small starter."""
    project = folder / "project"
    project.mkdir(parents=True)
    (folder / "copier.yml").write_text(copier_yml)
    for name, text in ({"app.py": COMPLETE, "pyproject.toml": PYPROJECT} | dict(files or {})).items():
        (project / name).write_text(text)
    return folder


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, tag: str) -> None:
    """Make the folder a repository where it is none, commit all that is in it, and tag it."""
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", tag)
    git(folder, "tag", tag)
