"""Who listens on a port: the proof that an answer came from the server that was started."""

# psutil is imported where it is needed: it takes longer than all of this package.
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil


def descendants(pid: int) -> "list[psutil.Process]":
    """All living descendants of a process; empty where it is gone."""
    import psutil

    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def listeners(port: int, among: "list[psutil.Process]") -> list[int]:
    """The process ids, out of `among`, that listen on a TCP port."""
    return [process.pid for process in among if _listens(process, port)]


def _listens(process: "psutil.Process", port: int) -> bool:
    import psutil

    # IPv4 first: the kernel's list of each family is read as a whole.
    for family in ("tcp4", "tcp6"):
        try:
            connections = process.net_connections(family)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return False
        if any(c.status == psutil.CONN_LISTEN and c.laddr.port == port for c in connections):
            return True
    return False
