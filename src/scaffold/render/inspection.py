"""What a template may hold, and what it may make: looked at before Copier reads a file, and before it writes one.

Both render workers, which are scripts, import this by its bare name: the standard library alone.
"""

import os
import stat
import unicodedata
from typing import Any


class HostileTemplateError(Exception):
    """The message is a sentence about the template without its end."""


def inspect(template: str | os.PathLike[str], max_bytes: int | None = None) -> None:
    """Raise HostileTemplateError where a template holds what is not copied: it is said by its name.

    A link is taken where it leads to a file of the template by a relative way. Copier refuses some of the others
    itself, but reads a FIFO for ever, follows a loop to its end, and writes through a link to a folder.
    """
    root = os.path.realpath(template)
    folders = [root]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                if entry.name == ".git":
                    continue
                name = os.path.relpath(entry.path, root)
                if not name.isprintable():
                    raise HostileTemplateError(f"{name!a} has control or invisible characters in its name")
                if entry.is_symlink():
                    _check_link(entry.path, name, root)
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    _check_file(entry.stat(follow_symlinks=False), name, max_bytes)


def watch_what_is_made(max_files: int | None = None) -> None:
    """Let Copier make no two files, or folders, that are one where names of other case or composition are the same.

    In one rendering. By its own Worker, as Copier has no public way to see a name before the file is written (9.19).
    """
    from copier._main import Worker

    def watched(render: Any) -> Any:
        def watched_render(self: Any, src_relpath: Any, dst_relpath: Any, *args: Any, **more: Any) -> None:
            made = self.__dict__.setdefault("_scaffold_made", {})
            _check_made(made, dst_relpath)
            if max_files is not None and len(made) > max_files:
                raise HostileTemplateError(f"it makes more than {max_files:,} files, and that is the limit")
            render(self, src_relpath, dst_relpath, *args, **more)

        return watched_render

    for method in ("_render_file", "_render_symlink"):
        setattr(Worker, method, watched(getattr(Worker, method)))


def _check_link(path: str, name: str, root: str) -> None:
    target = os.readlink(path)
    resolved = os.path.realpath(path)
    if os.path.isabs(target) or os.path.commonpath((resolved, root)) != root:
        raise HostileTemplateError(f"{name} is a link that leads out of the template")
    if not os.path.isfile(resolved):
        raise HostileTemplateError(f"{name} is a link to {'a folder' if os.path.isdir(resolved) else 'nothing'}")


def _check_file(found: os.stat_result, name: str, max_bytes: int | None) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise HostileTemplateError(f"{name} is neither a file nor a folder")
    if max_bytes is not None and found.st_size > max_bytes:
        raise HostileTemplateError(
            f"{name} has {found.st_size / 10**6:,.0f} MB, and {max_bytes / 10**6:,.0f} is the limit"
        )


def _check_made(made: dict[str, str], path: os.PathLike[str]) -> None:
    name = os.fspath(path)
    if not name.isprintable():
        raise HostileTemplateError(f"it makes {name!a}, a name with control or invisible characters")
    if made.get(_folded(name)) == name:
        raise HostileTemplateError(f"it makes {name} twice")
    parts = name.split(os.sep)
    for count in range(1, len(parts) + 1):
        each = os.sep.join(parts[:count])
        if (other := made.setdefault(_folded(each), each)) != each:
            raise HostileTemplateError(f"it makes {other} and {each}, which are one on many file systems")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
