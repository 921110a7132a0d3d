"""Find what an installation that was killed has left of a package, which uv takes for the whole of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.metadata import PackagePath, PathDistribution
from pathlib import Path
from shutil import rmtree


def clear_remnants(environment: Path) -> list[str]:
    """Make uv install again what is not complete in an environment; the names of these packages.

    uv writes the files of a package one after the other, and holds what has a `.dist-info` folder with metadata to be
    installed: killed in between, it would never write the rest. A package is complete where every file of its RECORD
    is there, in the size that it says, and INSTALLER among them; of any other the folder goes.
    """
    packages = _packages(environment)
    listed = Counter(file for files in packages.values() for file in files)
    found = [folder for folder, files in packages.items() if not all(_complete(files, listed))]
    for folder in found:
        rmtree(folder)
    return [_name(folder) for folder in found]


def missing(environment: Path) -> str | None:
    """Which packages lack files, and what puts them back; None where none does.

    A file that was changed is somebody's own business: it may be looked into for a reason.
    """
    packages = _packages(environment)
    names = [_name(folder) for folder, files in packages.items() if not all(map(_is_there, files))]
    if not names:
        return None
    return (
        f"In {environment.name} files of {', '.join(names)} are missing, as after an installation that was killed. "
        "Put them back with: uv sync --reinstall"
    )


def _packages(environment: Path) -> dict[Path, list[PackagePath]]:
    """The `.dist-info` folder of each package, with the files that it lists."""
    folders = sorted(environment.glob("lib/python*/site-packages/*.dist-info"))
    return {folder: PathDistribution(folder).files or [] for folder in folders}


def _name(folder: Path) -> str:
    return folder.name.partition("-")[0]


def _is_there(file: PackagePath) -> bool:
    return Path(str(file.locate())).is_file()


def _complete(files: list[PackagePath], listed: Mapping[PackagePath, int]) -> Iterator[bool]:
    """For each file whether it is there and whole; a package whose list of files is not uv's own yet is not."""
    # At first it is that of the wheel: what installing adds, above all the scripts in bin, is not in it.
    yield any(file.name == "INSTALLER" for file in files)
    for file in files:
        yield _is_there(file)
        # RECORD does not know its own size; of a file that several packages have (doc/conf.py) one has the last word.
        if file.size is not None and listed[file] == 1:
            yield file.size == Path(str(file.locate())).stat().st_size
