"""Which cells are alike: what the outcome of a cell depends on, as a hash."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from scaffold.environment import describe, uv_version
from scaffold.model import Mode

# Not a part of what a starter is: it holds a secret that is new each time.
_SECRETS = ".env"


def fingerprint(project: Path, interpreter: Path, servers: Sequence[Mode]) -> str:
    """See `Workshop.fingerprint`."""
    digest = hashlib.sha256()
    for path in sorted(project.rglob("*")):
        if path.is_file() and path.name != _SECRETS:
            digest.update(f"{path.relative_to(project)}\0{path.stat().st_mode:o}\0".encode())
            digest.update(path.read_bytes())
    facts = (describe(interpreter), uv_version(), _own_source(), *sorted(servers))
    digest.update("\0".join(facts).encode())
    return digest.hexdigest()


@cache
def _own_source() -> str:
    """A hash of scaffold itself: what it checks, and how, decides an outcome as well."""
    digest = hashlib.sha256()
    package = Path(__file__).parent.parent
    for path in sorted(package.rglob("*.py")):
        if "templates" not in path.relative_to(package).parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()
