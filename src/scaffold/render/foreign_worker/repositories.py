"""Find the repository of a template that is not ours, and copy it here."""

import shutil
import subprocess
from pathlib import Path

from refusal import RefusedError
from watching import measure


def find(request):
    source, ref = request["source"], request["ref"]
    here = Path(source)
    url = repository(source)
    if url is None:
        if not here.is_dir():
            raise RefusedError(
                "usage", f"{source} is neither a folder nor an address of a repository that Copier knows"
            )
        if ref:
            raise RefusedError("usage", f"{source} is no git repository, so there is no '{ref}' of it")
        return {"url": None, "ref": None}
    if here.exists():
        if ref and here.is_dir():
            look_up(ref, source, source)
        # Of a folder what is in it now, as its author sees it, and not its newest tag.
        return {"url": None, "ref": ref or ("HEAD" if here.is_dir() else None)}
    mirror = request["mirror"]
    cloned = git("clone", "--quiet", "--mirror", "--", url, mirror)
    if cloned.returncode != 0:
        raise RefusedError("network", f"{source} cannot be fetched; git says: {last_line(cloned.stderr)}")
    if measure(mirror)[1] > request["limits"]["repository_megabytes"] * 10**6:
        raise too_large(request)
    if ref:
        look_up(ref, mirror, source)
    return {"url": url, "ref": ref}


def repository(source):
    """The address that git knows; None for what is no repository."""
    from copier._vcs import get_repo

    if shutil.which("git") is None:
        if Path(source).is_dir():
            return None
        raise RefusedError("tool", "git is missing, and without it no template can be fetched")
    return get_repo(source)


def look_up(ref, folder, source):
    for name in (ref, f"refs/remotes/origin/{ref}"):
        if (
            git("-C", folder, "rev-parse", "--quiet", "--verify", "--end-of-options", f"{name}^{{commit}}").returncode
            == 0
        ):
            return
    raise RefusedError("usage", f"{source} has no tag, branch or commit '{ref}'")


def git(*words):
    return subprocess.run(["git", *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return next((line for line in lines if line.startswith("fatal:")), lines[-1] if lines else "nothing")


def too_large(request):
    limit = request["limits"]["repository_megabytes"]
    return RefusedError("limit", f"The repository has more than {limit} MB, and that is the limit")
