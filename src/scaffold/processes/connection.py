"""The one supervisor of this process, and the folders that it removes when this process is killed."""

import json
import os
import secrets
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from scaffold.errors import ToolMissingError

# The path of a Unix socket has at most 107 bytes (103 on macOS), and servers put theirs into TMPDIR: that of
# multiprocessing, "pymp-abcdefgh/listener-abcdefgh", comes after "scaffold-smoke-0123456789ab/1234/tmp".
MAX_TEMPORARY_BYTES = 30
NOT_ON_WINDOWS = "Windows is not supported yet: run scaffold in WSL (https://learn.microsoft.com/windows/wsl/install)."


class Supervisor:
    """The one supervisor of this process; started with the first command."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        script = Path(__file__).with_name("supervisor")
        with theirs:
            # -I and -S: no user settings, no site-packages; it starts in 25 ms.
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(script), str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                cwd="/",
            )
        self.control = ours

    def ask(self, request: Mapping[str, object], descriptors: Sequence[int] = ()) -> None:
        body = json.dumps(request).encode()
        socket.send_fds(self.control, [struct.pack("!I", len(body))], descriptors)
        self.control.sendall(body)


def refuse_windows() -> None:
    """Raise ToolMissingError on Windows, before something is tried that it does not have."""
    if sys.platform == "win32":
        raise ToolMissingError(NOT_ON_WINDOWS)


_running: Supervisor | None = None


def the_supervisor() -> Supervisor:
    """Raises ToolMissingError on Windows, where the supervision is not proven."""
    global _running
    refuse_windows()
    if _running is not None and _running.process.poll() is not None:
        _running.control.close()
        _running = None
    if _running is None:
        _running = Supervisor()
        for descriptor in _companions:
            _running.ask({"companion": True}, (descriptor,))
    return _running


@contextmanager
def scratch_held_by(descriptor: int) -> Iterator[None]:
    """Tell the supervisor, now or when there is one, to remove no scratch folder while a descriptor is open.

    It is the end of a pipe whose other end is held by a process that may write into scratch folders. It is closed
    after the block; the supervisor has its own.
    """
    _companions.append(descriptor)
    if _running is not None:
        _running.ask({"companion": True}, (descriptor,))
    try:
        yield
    finally:
        _companions.remove(descriptor)
        os.close(descriptor)


_companions: list[int] = []


def _temporary() -> Path:
    """The system's folder for temporary files, or /tmp where that is so long that no socket fits below it."""
    given, short = Path(tempfile.gettempdir()), Path("/tmp")  # noqa: S108  (only with a name that cannot be guessed)
    if len(os.fsencode(given)) > MAX_TEMPORARY_BYTES and os.access(short, os.W_OK):
        return short
    return given


@contextmanager
def scratch_folder(purpose: str) -> Iterator[Path]:
    """A new folder in the system's place for temporary files; gone after the block, also when scaffold is killed."""
    folder = _temporary() / f"scaffold-{purpose}-{secrets.token_hex(6)}"
    supervisor = the_supervisor()
    # Told first and made then: there is no moment at which it is there and nobody would remove it.
    supervisor.ask({"scratch": str(folder)})
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # the supervisor may have been killed
            supervisor.ask({"forget": str(folder)})
