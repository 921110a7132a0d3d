"""Make a git repository with a first commit."""

from pathlib import Path

from scaffold.processes import Command, ask, child_environment, run

GIT_SECONDS = 60.0
# Neither the user's hooks nor their signing key have a part in a commit that they did not make by hand.
_PLAIN = ("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgsign=false", "-c", "core.safecrlf=false")


def inside_repository(folder: Path) -> bool:
    """Whether a folder, or the nearest one above it that exists, belongs to a git work tree."""
    while not folder.is_dir():
        folder = folder.parent
    return ask(["git", "rev-parse", "--is-inside-work-tree"], cwd=folder) == "true"


async def first_commit(project: Path, message: str, *, log: Path) -> bool:
    """Make `project` a repository and commit all that is in it; False where git is missing or refuses.

    Where git knows no identity, the commit is scaffold's: the user's own commits will ask for one.
    """
    identity: tuple[str, ...] = ()
    if ask(["git", "var", "GIT_COMMITTER_IDENT"], cwd=project) is None:
        identity = ("-c", "user.name=scaffold", "-c", "user.email=scaffold@localhost")
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
