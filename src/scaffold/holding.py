"""Hold a folder: nobody else works in it, and nothing in it is reached through a link.

Every path is walked from the folder's own descriptor, one name after the other, and a link on the way is an error:
also when it was put there a moment ago. No library does this; the standard library has the system calls.
"""

import fcntl
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from scaffold.errors import DestinationError

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Without waiting for whoever would write into a pipe of that name.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
# Never touched, in whatever case it is written.
GIT = ".git"


class Kind(StrEnum):
    """What a name in a folder stands for."""

    FILE = "file"
    LINK = "link"
    FOLDER = "folder"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class State:
    """What is at a path: its kind, its permissions, and a hash of its bytes, or of where a link leads."""

    kind: Kind
    mode: int
    digest: str = ""

    def is_like(self, other: "State | None") -> bool:
        """Whether both hold the same; permissions may differ."""
        return other is not None and (self.kind, self.digest) == (other.kind, other.digest)


class HeldFolder:
    """A folder by its descriptor. Paths are relative to it, with slashes."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor
        self._device = os.fstat(descriptor).st_dev

    @contextmanager
    def within(self, path: str) -> Iterator[tuple[int, str]]:
        """The descriptor of the folder that `path` lies in, and its last name.

        Raises FileNotFoundError where that folder is missing, another OSError where a link or a file is on the way.
        """
        *folders, name = path.split("/")
        descriptor = os.dup(self._descriptor)
        try:
            for folder in folders:
                below = os.open(folder, _FOLDER, dir_fd=descriptor)
                os.close(descriptor)
                descriptor = below
            yield descriptor, name
        finally:
            os.close(descriptor)

    def stat(self, path: str) -> os.stat_result | None:
        """What the system says of a path itself; None where nothing is there."""
        try:
            with self.within(path) as (folder, name):
                return os.stat(name, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def state(self, path: str) -> State | None:
        """What is at a path; None where nothing is there."""
        found = self.stat(path)
        if found is None:
            return None
        mode = stat.S_IMODE(found.st_mode)
        if stat.S_ISREG(found.st_mode):
            with self.within(path) as (folder, name), open(os.open(name, _FILE, dir_fd=folder), "rb") as file:
                return State(Kind.FILE, mode, hashlib.file_digest(file, "sha256").hexdigest())
        if stat.S_ISLNK(found.st_mode):
            return State(Kind.LINK, mode, hashlib.sha256(os.fsencode(self.link(path))).hexdigest())
        return State(Kind.FOLDER if stat.S_ISDIR(found.st_mode) else Kind.OTHER, mode)

    def is_elsewhere(self, path: str) -> bool:
        """Whether a path lies on another file system than the folder itself."""
        found = self.stat(path)
        return found is not None and found.st_dev != self._device

    def link(self, path: str) -> str:
        """Where a link leads."""
        with self.within(path) as (folder, name):
            return os.readlink(name, dir_fd=folder)

    def read(self, path: str) -> bytes:
        with self.within(path) as (folder, name), open(os.open(name, _FILE, dir_fd=folder), "rb") as file:
            return file.read()

    def names(self, path: str = "") -> list[str]:
        """The names in a folder, "" for this one; none where it is missing."""
        try:
            with self.within(f"{path}/." if path else ".") as (folder, _):
                return sorted(os.listdir(folder))
        except FileNotFoundError:
            return []

    def make(self, path: str, mode: int = 0o777) -> None:
        """Make a folder; its parent is there."""
        with self.within(path) as (folder, name):
            os.mkdir(name, mode, dir_fd=folder)

    def write(self, path: str, data: bytes, mode: int, *, lasting: bool = False) -> None:
        """Write a new file, or one that is ours; `lasting`: it is on the disk when this returns."""
        with self.within(path) as (folder, name):
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
            with open(os.open(name, flags, mode, dir_fd=folder), "wb") as file:
                os.fchmod(file.fileno(), mode)
                file.write(data)
                if lasting:
                    file.flush()
                    os.fsync(file.fileno())
                    os.fsync(folder)

    def rename(self, source: str, target: str) -> None:
        """Put `source` in the place of `target`, in one step; whatever file is there is gone."""
        with self.within(source) as (old, before), self.within(target) as (new, after):
            os.rename(before, after, src_dir_fd=old, dst_dir_fd=new)

    def place(self, source: str, target: str) -> None:
        """Move `source` to where nothing is; raises FileExistsError where something is, also since a moment ago."""
        with self.within(source) as (old, before), self.within(target) as (new, after):
            try:
                os.link(before, after, src_dir_fd=old, dst_dir_fd=new, follow_symlinks=False)
            except FileExistsError:
                raise
            except OSError:
                # A file system that knows one name for a file only.
                if self.stat(target) is not None:
                    raise FileExistsError(target) from None
                os.rename(before, after, src_dir_fd=old, dst_dir_fd=new)
            else:
                os.unlink(before, dir_fd=old)

    def keep(self, source: str, copy: str) -> None:
        """Give a file or link a second name, under which it stays what it is when the first is given to another.

        It stays the same file, with its owner, its times and its attributes. Where the system does not give second
        names it is copied.
        """
        with self.within(source) as (old, before), self.within(copy) as (new, after):
            try:
                os.link(before, after, src_dir_fd=old, dst_dir_fd=new, follow_symlinks=False)
                return
            except OSError:
                found = os.stat(before, dir_fd=old, follow_symlinks=False)
            if stat.S_ISLNK(found.st_mode):
                os.symlink(os.readlink(before, dir_fd=old), after, dir_fd=new)
                return
        self.write(copy, self.read(source), stat.S_IMODE(found.st_mode), lasting=True)
        with self.within(copy) as (new, after):
            os.utime(after, ns=(found.st_atime_ns, found.st_mtime_ns), dir_fd=new, follow_symlinks=False)

    def remove(self, path: str) -> None:
        """Remove a file or a link; it may be gone already."""
        try:
            with self.within(path) as (folder, name):
                os.unlink(name, dir_fd=folder)
        except FileNotFoundError:
            pass

    def remove_folder(self, path: str) -> bool:
        """Remove a folder where it is empty; False where something is in it."""
        try:
            with self.within(path) as (folder, name):
                os.rmdir(name, dir_fd=folder)
        except FileNotFoundError:
            pass
        except OSError:
            return False
        return True

    def remove_tree(self, path: str) -> None:
        """Remove a folder with all that is in it; of links only the links, and nothing where it is a link itself."""
        found = self.stat(path)
        if found is not None and stat.S_ISDIR(found.st_mode):
            with self.within(path) as (folder, name):
                shutil.rmtree(name, dir_fd=folder)


@contextmanager
def held(path: Path) -> Iterator[HeldFolder]:
    """Hold a folder for the length of a block. The hold ends with the process, however that ends.

    Raises DestinationError where there is no such folder, or where somebody else holds it.
    """
    # By os.path: also where the path is one that the system refuses to look at.
    if os.path.islink(path):
        raise DestinationError(f"{path} is a link. Nothing was changed; give the folder that it leads to.")
    if GIT in (part.lower() for part in path.parts):
        raise DestinationError(f"{path} is git's own folder. Nothing was changed; give the folder that it is in.")
    try:
        descriptor = os.open(path, _FOLDER)
    except FileNotFoundError as error:
        raise DestinationError(f"There is no folder {path}. Nothing was changed.") from error
    except OSError as error:
        raise DestinationError(f"{path} cannot be used ({error.strerror}). Nothing was changed.") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield HeldFolder(path, descriptor)
    except BlockingIOError as error:
        raise DestinationError(
            f"Another scaffold is at work in {path}. Nothing was changed; try again when it is done."
        ) from error
    finally:
        os.close(descriptor)
