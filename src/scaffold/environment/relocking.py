"""Make a project's lock name the index that uv asks here, with the versions and the files that were verified."""

from pathlib import Path

from scaffold import uv_settings
from scaffold.environment.installation import call_uv
from scaffold.environment.interpreters import find_interpreter, own_version
from scaffold.environment.origins import REGISTRY, Fit, fit, read_lock
from scaffold.environment.verified import as_verified
from scaffold.errors import InstallationError
from scaffold.uv_settings import locked_url, same_index


async def relock(project: Path, *, python: str | None, log: Path) -> float:
    """Where uv's default index is not the one that the lock names, lock again for that; returns CPU seconds.

    Only where it is another index is anything asked of the network. Raises InstallationError where that does not
    have what was verified, and where it cannot be reached; the lock is as it was then.
    """
    which = fit(project)
    if which is Fit.OWN:
        return 0.0
    verified, lock = read_lock(project), project / "uv.lock"
    settings = uv_settings.read()
    own = settings.default.url
    if which is Fit.SPELLED_OTHERWISE:
        text = REGISTRY.sub(lambda url: locked_url(own) if same_index(url[0], own) else url[0], verified)
        lock.write_text(text, encoding="utf-8")
        return 0.0
    try:
        # Without --upgrade uv keeps each version that the index has, of each fork its own.
        interpreter = find_interpreter(python or own_version())
        cpu_seconds = await call_uv(["lock", "--python", str(interpreter)], project, log)
        lock.write_text(as_verified(verified, read_lock(project), index=locked_url(own)), encoding="utf-8")
    except InstallationError as error:
        lock.write_text(verified, encoding="utf-8")
        said = str(error).replace("Installing failed", f"Locking for your index {locked_url(own)} failed", 1)
        if settings.offline and ("cache" in said or "network" in said):
            said = (
                f"The verified lock is not for your index {locked_url(own)}, and to make it again for that uv has "
                f"not enough in its cache: it is told by {settings.offline} to stay offline."
            )
        raise InstallationError(said) from error
    return cpu_seconds
