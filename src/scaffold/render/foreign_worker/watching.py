"""Hold a process to its limits: memory and the size of a file by the kernel, what it writes by looking at it."""

import os
import resource
import threading
from contextlib import contextmanager, suppress

LOOK_SECONDS = 0.1


def hold(*, memory_megabytes, file_megabytes):
    """Limit this process and what it starts; beyond it an allocation raises MemoryError, a write OSError."""
    wanted = {resource.RLIMIT_FSIZE: file_megabytes, resource.RLIMIT_CORE: 0}
    if memory_megabytes is not None:
        wanted[resource.RLIMIT_AS] = memory_megabytes
    for name, megabytes in wanted.items():
        # macOS knows RLIMIT_AS and refuses it; the deadline holds there as well.
        with suppress(ValueError, OSError):
            resource.setrlimit(name, (megabytes * 10**6, megabytes * 10**6))


@contextmanager
def watch(folder, files, megabytes, exceeded):
    """Look at a folder again and again, and call `exceeded` with what is in it where that is too much."""
    over = threading.Event()

    def look():
        while not over.wait(LOOK_SECONDS):
            found, size = measure(folder)
            if (files is not None and found > files) or size > megabytes * 10**6:
                exceeded(found, size)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        over.set()
        looking.join()


def measure(folder):
    """How many files there are below a folder, and their bytes; a file with two names counts twice."""
    files = size = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                files += 1
                size += os.lstat(os.path.join(place, name)).st_size
    return files, size
