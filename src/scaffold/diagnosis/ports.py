"""Look at the port of the starters' servers: whether it is free, and who has it where it is not."""

from collections.abc import Iterator
from dataclasses import dataclass

from scaffold.diagnosis.findings import Finding, failed, ok, warning
from scaffold.diagnosis.machine import Machine
from scaffold.diagnosis.remedies import end_process
from scaffold.processes import LOOPBACK, reserve_port
from scaffold.starter import PORT


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that listens on a port."""

    pid: int
    name: str
    # Whether you may end it.
    is_yours: bool


def look_at_port(machine: Machine, port: int = PORT) -> Iterator[Finding]:
    """Reserve the port for a moment. Where even no other is to be had, no server can be started at all."""
    try:
        reserve_port(port)
    except OSError:
        yield _judge_taken(machine, port)
    else:
        yield ok("port", f"{LOOPBACK}:{port} is free")


def _judge_taken(machine: Machine, port: int) -> Finding:
    try:
        other = reserve_port()
    except OSError as error:
        problem = f"No server can be started on {LOOPBACK}, and asked: {error.strerror or error}."
        return failed("port", f"{LOOPBACK}", problem)
    return judge_holder(machine, port, holder(port), other=other)


def judge_holder(machine: Machine, port: int, found: Holder | None, *, other: int) -> Finding:
    """Who has the port, and what is typed to have it, or another, instead."""
    who = f"{found.name} (process {found.pid})" if found else "a program of somebody else"
    problem = f"The port is taken. 'scaffold run' takes a free one by itself; {port} is what the READMEs say."
    yours = found is not None and found.is_yours
    command = end_process(machine, found.pid) if found and yours else f"scaffold run --port {other}"
    return warning("port", f"{LOOPBACK}:{port}, {who}", problem, command)


def holder(port: int) -> Holder | None:
    """Who listens on a port; None where that is not told to this user."""
    import psutil

    try:
        connections = psutil.net_connections("tcp")
    except (psutil.Error, OSError):
        return None
    for each in connections:
        if each.status == psutil.CONN_LISTEN and each.laddr and each.laddr.port == port and each.pid:
            try:
                process = psutil.Process(each.pid)
                return Holder(each.pid, process.name(), process.username() == psutil.Process().username())
            except psutil.Error:
                return Holder(each.pid, "a program", is_yours=False)
    return None
