"""Which frameworks changed since a git ref: those whose template did, or all where what all have in common did."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from scaffold import catalog
from scaffold.repository import changed_since

# What every outcome depends on: what all starters have, scaffold itself, and which versions of its tools it takes.
_COMMON = (f"templates/{catalog.BASE}/", "src/", "pyproject.toml", "uv.lock")


@dataclass(frozen=True, slots=True)
class Changed:
    """The frameworks that are to be proven again, and why it is these, as a sentence."""

    frameworks: tuple[str, ...]
    why: str


def since(ref: str, names: Collection[str]) -> Changed:
    """Which of the frameworks `names` changed since a ref; raises ToolMissingError and UsageError."""
    return affected(changed_since(catalog.templates_folder().parent, ref), names, ref)


def affected(paths: Sequence[str], names: Collection[str], ref: str) -> Changed:
    """Which of the frameworks `names` depend on the files `paths` of a checkout."""
    for path in paths:
        if path.startswith(_COMMON):
            return Changed(tuple(names), f"{path} changed since {ref}, and every starter depends on it.")
    folders = {path.split("/")[1] for path in paths if path.startswith("templates/") and path.count("/") > 1}
    changed = tuple(name for name in names if name in folders)
    if not changed:
        return Changed((), f"No template of these frameworks changed since {ref}.")
    return Changed(changed, f"Changed since {ref}: {', '.join(changed)}.")
