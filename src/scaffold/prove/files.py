"""Prove by what stands in its files that a project keeps its secret, its lock and its word: the step `security`.

Pure but for reading: each judge takes a `Files` and returns what is wrong, None, or why there is nothing to judge.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pathspec import GitIgnoreSpec

from scaffold.locks import packages
from scaffold.model import Starter

# ASVS 7.2.3 wants 128 bits; fifty characters are what the frameworks' own checks ask for.
SECRET_CHARACTERS = 50
# Shorter ones stand in other files by chance.
TELLING_CHARACTERS = 8
# What is larger was not written by hand, and holds no setting.
MAX_BYTES = 1_000_000
_ENVIRONMENTS = {".git", ".venv", "venv", "__pycache__", "node_modules"}
_SECRET_NAMES = re.compile(r"SECRET|PASSWORD|TOKEN|API_?KEY")
_ON = {"1", "true", "yes", "on"}
_DEBUG_WORDS = re.compile(
    r"--?(?:dev|debug|reload|auto-reload|expose-tracebacks)$|DEBUG=(?:1|true|yes|on)$", re.IGNORECASE
)
# With a code of bandit's rules, and nothing but codes behind it.
_BARE_NOQA = re.compile(r"#\s*noqa:\s*(?:[A-Z]+\d+[,\s]*)*\bS\d{3}\b[A-Z\d,\s]*$|#\s*nosec\b\s*[B\d,\s]*$")


class NothingToJudge(Exception):  # noqa: N818  (it is no error: the reason is told)
    """The project has nothing that this check could look at."""


@dataclass(frozen=True)
class Files:
    """The files of a project, read as they are needed."""

    starter: Starter

    @cached_property
    def settings(self) -> dict[str, str]:
        """What .env sets."""
        return _settings(self.text(".env"))

    @cached_property
    def kept(self) -> dict[str, str]:
        """The text files that git keeps, or would keep, each by its path."""
        ignored = _Ignored(self.starter.path)
        found = {}
        for folder, folders, names in os.walk(self.starter.path):
            base = Path(folder).relative_to(self.starter.path)
            ignored.read(base)
            folders[:] = [each for each in folders if each not in _ENVIRONMENTS and not ignored(base / each, "/")]
            for path in (base / name for name in names):
                file = self.starter.path / path
                # The lock is uv's; it is long, and holds nothing of the project's.
                if path.name == "uv.lock" or ignored(path) or file.is_symlink():
                    continue
                if file.stat().st_size <= MAX_BYTES:
                    found[path.as_posix()] = file.read_text(encoding="utf-8", errors="replace")
        return found

    def text(self, name: str) -> str:
        """A file at the top; raises NothingToJudge where there is none."""
        try:
            return (self.starter.path / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            raise NothingToJudge(f"the project has no {name}") from None


class _Ignored:
    """What the .gitignore files of a project say, each for its own folder and those below."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.rules: dict[Path, GitIgnoreSpec] = {}

    def read(self, folder: Path) -> None:
        file = self.top / folder / ".gitignore"
        if file.exists():
            self.rules[folder] = GitIgnoreSpec.from_lines(file.read_text(encoding="utf-8").splitlines())

    def __call__(self, path: Path, slash: str = "") -> bool:
        for folder in path.parents:
            if folder in self.rules:
                said = self.rules[folder].check_file(f"{path.relative_to(folder).as_posix()}{slash}").include
                # The nearest file that says something decides, as for git.
                if said is not None:
                    return said
        return False


def _settings(text: str) -> dict[str, str]:
    lines = (line.strip().removeprefix("export ").partition("=") for line in text.splitlines())
    return {
        name.strip(): value.strip().strip("'\"") for name, equals, value in lines if equals and not name.startswith("#")
    }


def secrets_of(starter: Starter) -> list[str]:
    """The values of the secrets that .env sets; none where there is no such file."""
    files = Files(starter)
    try:
        return [value for value in _secrets(files, files.settings).values() if len(value) >= TELLING_CHARACTERS]
    except NothingToJudge:
        return []


def _secrets(files: Files, settings: dict[str, str]) -> dict[str, str]:
    own = files.starter.table.secret
    return {name: value for name, value in settings.items() if name == own or _SECRET_NAMES.search(name)}


def secret_only_in_env(files: Files) -> str | None:
    files.text(".env")
    for path, text in files.kept.items():
        if path != ".env" and any(value in text for value in secrets_of(files.starter)):
            return f"a secret that .env sets stands in {path} as well"
    return None


def env_ignored(files: Files) -> str | None:
    files.text(".env")
    return "git does not ignore .env" if ".env" in files.kept else None


def env_example_empty(files: Files) -> str | None:
    example = _secrets(files, _settings(files.text(".env.example")))
    given = [name for name, value in example.items() if value]
    return f".env.example has a value for {' and '.join(given)}" if given else None


def secret_long(files: Files) -> str | None:
    name = files.starter.table.secret
    if name is None:
        raise NothingToJudge("[tool.scaffold] names no secret")
    value = files.settings.get(name, "")
    if len(value) < SECRET_CHARACTERS:
        return f"{name} in .env has {len(value)} characters instead of {SECRET_CHARACTERS} or more"
    # Even of hexadecimal digits, fifty have more than eight different ones but for one time in millions.
    return f"{name} in .env is not random" if len(set(value)) < 8 else None


def debug_off(files: Files) -> str | None:
    if words := [word for word in files.starter.table.serve if _DEBUG_WORDS.search(word)]:
        return f"the production command says {' '.join(words)}"
    env = _settings(files.text(".env"))
    if on := [name for name, value in env.items() if "DEBUG" in name and value.lower() in _ON]:
        return f".env, which production reads as well, switches on {' and '.join(on)}"
    return None


def loopback(files: Files) -> str | None:
    for command in (files.starter.table.dev, files.starter.table.serve):
        if not any("{host}" in word for word in command):
            return f"the command {' '.join(command)} does not say on which address it listens"
    for path, text in files.kept.items():
        # A container has no other way to be reached.
        if re.search("docker|compose", path, re.IGNORECASE):
            continue
        if found := re.search(r"(?<![\d.])0\.0\.0\.0(?![\d.])", text):
            line = text.count("\n", 0, found.start()) + 1
            return f"{path}:{line} listens on every address"
    return None


def lock_hashes(files: Files) -> str | None:
    for package in packages(files.text("uv.lock")):
        if "registry" not in package["source"]:
            continue
        held = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        if not held or not all(str(file.get("hash", "")).startswith("sha256:") for file in held):
            return f"uv.lock has no hash for {package['name']}"
    return None


def noqa_explained(files: Files) -> str | None:
    for path, text in files.kept.items():
        if path.endswith(".py"):
            for number, line in enumerate(text.splitlines(), 1):
                if _BARE_NOQA.search(line):
                    return f"{path}:{number} excuses a security rule without a reason: {line.strip()[-60:]}"
    return None


JUDGES: dict[str, Callable[[Files], str | None]] = {
    "secret-only-in-env": secret_only_in_env,
    "env-ignored": env_ignored,
    "env-example-empty": env_example_empty,
    "secret-long": secret_long,
    "debug-off": debug_off,
    "loopback": loopback,
    "lock-hashes": lock_hashes,
    "noqa-explained": noqa_explained,
}
