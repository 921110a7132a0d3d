"""Find what an installation that was killed has left of a package, which uv takes for the whole of it."""

from collections.abc import Iterator
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path
from shutil import rmtree


def clear_remnants(environment: Path) -> list[str]:
    """Make uv install again what is not complete in an environment; the names of these packages.

    uv writes the files of a package one after the other, and holds what has a `.dist-info` folder with metadata to be
    installed: killed in between, it would never write the rest. A package is complete where every file of its RECORD
    is there, in the size that it says, and INSTALLER among them; of any other the folder goes.
    """
    found = []
    for folder in sorted(environment.glob("lib/python*/site-packages/*.dist-info")):
        if not all(_complete(PathDistribution(folder))):
            found.append(folder.name.partition("-")[0])
            rmtree(folder)
    return found


def missing(environment: Path) -> str | None:
    """Which packages lack files, and what puts them back; None where none does.

    A file that was changed is somebody's own business: it may be looked into for a reason.
    """
    names = [
        folder.name.partition("-")[0]
        for folder in sorted(environment.glob("lib/python*/site-packages/*.dist-info"))
        if not all(Path(str(file.locate())).is_file() for file in PathDistribution(folder).files or ())
    ]
    if not names:
        return None
    return (
        f"In {environment.name} files of {', '.join(names)} are missing, as after an installation that was killed. "
        "Put them back with: uv sync --reinstall"
    )


def _complete(distribution: Distribution) -> Iterator[bool]:
    """For each file whether it is there and whole; a package whose list of files is not uv's own yet is not."""
    files = distribution.files or ()
    # At first it is that of the wheel: what installing adds, above all the scripts in bin, is not in it.
    yield any(file.name == "INSTALLER" for file in files)
    for file in files:
        path = Path(str(file.locate()))
        # RECORD does not know its own size.
        yield path.is_file() and file.size in (None, path.stat().st_size)
