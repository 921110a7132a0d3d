"""Make a git repository with a first commit."""

from pathlib import Path

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
            return False
    return True
