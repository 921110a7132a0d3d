"""Who listens, and where: the proof that an answer came from the server that was started, and who can ask it."""

import ipaddress

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


def exposed(among: "list[psutil.Process]") -> list[str]:
    """The TCP addresses beyond the loopback on which one of `among` listens, as "0.0.0.0:8000"; each once."""
    found = {
        f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
        for process in among
        for address, port in _listening(process, "tcp")
        if not _is_loopback(address)
    }
    return sorted(found)


def _is_loopback(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (mapped or parsed).is_loopback


def _listens(process: "psutil.Process", port: int) -> bool:
    # IPv4 first: the kernel's list of each family is read as a whole.
    return any(port == own for family in ("tcp4", "tcp6") for _, own in _listening(process, family))


def _listening(process: "psutil.Process", family: str) -> "list[tuple[str, int]]":
    import psutil

    try:
        connections = process.net_connections(family)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return []
    return [(c.laddr.ip, c.laddr.port) for c in connections if c.status == psutil.CONN_LISTEN]
