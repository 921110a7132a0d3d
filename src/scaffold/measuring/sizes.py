"""How large a starter is: what is installed to run it, and what there is to read."""

from importlib.metadata import distributions
from pathlib import Path

from packaging.utils import canonicalize_name

from scaffold.environment import VENV
from scaffold.measuring.bench import Bench
from scaffold.measuring.findings import Values

BYTES_PER_MB = 1e6
# Not written by anybody and not read by anybody.
_NOT_READ = ("uv.lock",)


def frozen(bench: Bench) -> tuple[str, ...]:
    """What is installed beside the starter itself, by name."""
    own = canonicalize_name(bench.project.distribution)
    found = {
        canonicalize_name(each.name): each.version
        for each in distributions(path=[str(bench.environment.site_packages)])
    }
    return tuple(f"{name}=={version}" for name, version in sorted(found.items()) if name != own)


def sizes(bench: Bench) -> Values:
    """As it is right after the installation: before anything ran."""
    installed = [path for path in bench.environment.site_packages.rglob("*") if path.suffix != ".pyc"]
    disk = sum(path.stat().st_size for path in installed if path.is_file()) / BYTES_PER_MB
    texts = [text for path in _files(bench.starter.path) if (text := _text(path)) is not None]
    lines = sum(len(text.splitlines()) for text in texts)
    files = len(list(_files(bench.starter.path)))
    return {"packages": [len(frozen(bench))], "disk": [disk], "lines": [lines], "files": [files]}


def _files(folder: Path) -> list[Path]:
    """What was rendered, but for locks."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not {VENV, "__pycache__"} & set(path.relative_to(folder).parts)
        and not path.relative_to(folder).parts[0].endswith(".egg-info")
        and path.name not in _NOT_READ
    ]


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        # A picture, or a database.
        return None
