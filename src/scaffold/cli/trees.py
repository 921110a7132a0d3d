"""Files as a tree with their sizes."""

from collections.abc import Sequence

from rich.text import Text
from rich.tree import Tree

from scaffold.render import RenderedFile


def tree_of(root: str, files: Sequence[RenderedFile]) -> Tree:
    """A tree of files, folders first, with the size of each file in bytes."""
    tree = Tree(Text(root, style="bold"))
    folders = {"": tree}
    for file in sorted(files, key=lambda file: _folders_first(file.path)):
        folder, _, name = file.path.rpartition("/")
        _folder(folders, folder).add(Text.assemble(name, (f"  {file.size:,}", "dim")))
    return tree


def _folders_first(path: str) -> list[tuple[bool, str]]:
    *folders, name = path.split("/")
    return [(False, folder) for folder in folders] + [(True, name)]


def _folder(folders: dict[str, Tree], path: str) -> Tree:
    if path not in folders:
        parent, _, name = path.rpartition("/")
        folders[path] = _folder(folders, parent).add(Text(f"{name}/"))
    return folders[path]
