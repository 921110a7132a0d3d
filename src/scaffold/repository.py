"""What git does: a repository with a first commit, and which files changed since a commit."""

import shutil
from pathlib import Path

from scaffold.errors import ToolMissingError, UsageError
from scaffold.processes import Command, ask, child_environment, run

GIT_SECONDS = 60.0
# Neither the user's hooks nor their signing key have a part in a commit that they did not make by hand.
_PLAIN = ("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgsign=false", "-c", "core.safecrlf=false")

# Options for git that say who commits.
Identity = tuple[str, ...]
_OURS: Identity = ("-c", "user.name=scaffold", "-c", "user.email=scaffold@localhost")


def committer(folder: Path) -> Identity | None:
    """Who would commit in a new repository below `folder`; None inside a work tree, and where there is no git.

    Where git knows no identity, the commit is scaffold's: the user's own commits will ask for one.
    """
    while not folder.is_dir():
        folder = folder.parent
    if ask(["git", "rev-parse", "--is-inside-work-tree"], cwd=folder) == "true":
        return None
    if ask(["git", "var", "GIT_COMMITTER_IDENT"], cwd=folder) is not None:
        return ()
    return _OURS if ask(["git", "--version"]) else None


async def first_commit(project: Path, message: str, identity: Identity, *, log: Path) -> bool:
    """Make `project` a repository and commit all that is in it; False where git refuses."""
    steps = (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "--all"),
        ("commit", "--quiet", "--no-verify", "--message", message),
    )
    for step in steps:
        finished = await run(
            Command(["git", *_PLAIN, *identity, *step], cwd=project, env=child_environment({}), log=log),
            deadline_seconds=GIT_SECONDS,
        )
        if finished.exit_code != 0:
            # Not half a repository: on a full disk it could not even be looked at.
            shutil.rmtree(project / ".git", ignore_errors=True)
            return False
    return True


def uncommitted(folder: Path) -> int:
    """How many files in a folder git would not find again in a commit; 0 where there is no repository, or no git."""
    # Without a word in its own folder; and its settings may name a program to run.
    said = _git(
        folder, "--no-optional-locks", "-c", "core.fsmonitor=false", "status", "--porcelain", "--no-renames", "--", "."
    )
    return len(said.splitlines()) if said else 0


def would_take(folder: Path, path: str) -> bool:
    """Whether the next `git add --all` takes a file, because nothing says that it is to be ignored."""
    return path in (_git(folder, "--no-optional-locks", "ls-files", "--others", "--exclude-standard", "--", path) or "")


def changed_since(folder: Path, ref: str) -> tuple[str, ...]:
    """The tracked and the new files below `folder` that differ from the commit where the work since `ref` began.

    Relative to `folder`; what is not committed yet counts as well. Raises ToolMissingError where there is no git,
    UsageError where `folder` is not in a repository, or `ref` is not known there.
    """
    if ask(["git", "--version"]) is None:
        raise ToolMissingError("git is missing, and --changed-since asks it what changed. Install git first.")
    # Files that git does not track, as in an environment beside the code, never differ from anything.
    if not _git(folder, "ls-files", "--", "."):
        raise UsageError(
            "--changed-since compares the templates with an earlier commit, and git knows none of these: "
            "run scaffold from a checkout, installed with pip install --editable."
        )
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if not commit:
        raise UsageError(
            f"git knows no commit {ref!a} here. Fetch it first; in CI, check out with all history (fetch-depth: 0)."
        )
    # In a shallow clone there may be none. What came to `ref` in the meantime then counts as changed: more, not less.
    base = _git(folder, "merge-base", commit, "HEAD") or commit
    lines = (
        _git(folder, "diff", "--name-only", "--no-renames", "--no-ext-diff", "--relative", base, "--"),
        _git(folder, "ls-files", "--others", "--exclude-standard"),
    )
    if None in lines:
        raise UsageError(f"git cannot compare with {ref!a} here.")
    return tuple(sorted({line.strip('"') for text in lines if text for line in text.splitlines()}))


def _git(folder: Path, *arguments: str) -> str | None:
    # Paths in ASCII, and no user's answer to what git finds slow.
    return ask(["git", "-c", "core.quotePath=true", *arguments], cwd=folder, seconds=GIT_SECONDS)
