"""Who listens on a port: the proof that an answer came from the server that was started."""

import psutil


def descendants(pid: int) -> list[psutil.Process]:
    """All living descendants of a process; empty where it is gone."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def listeners(port: int, among: list[psutil.Process]) -> list[int]:
    """The process ids, out of `among`, that listen on a TCP port."""
    found = []
    for process in among:
        try:
            connections = process.net_connections("tcp")
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        if any(c.status == psutil.CONN_LISTEN and c.laddr.port == port for c in connections):
            found.append(process.pid)
    return found
