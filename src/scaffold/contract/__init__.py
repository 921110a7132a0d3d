"""What every starter must do, whatever its framework: the checks, as data.

A check is a request and what is expected of its answer. `probe` sends the request and judges the answer; which
checks there are is decided here alone. docs/contract.md explains them to people.
"""

from collections.abc import Iterator

from scaffold.contract.check import Check, Expectation, Flood, Request
from scaffold.contract.hello import hello, hostile_names
from scaffold.contract.pages import pages, static_files
from scaffold.contract.production import production
from scaffold.contract.security import ADDRESSES, COOKIES, FILE_CHECKS, ITEMS, Item
from scaffold.model import Mode, Response, RunTable

__all__ = [
    "ADDRESSES",
    "BOOT",
    "COOKIES",
    "FILE_CHECKS",
    "ITEMS",
    "SECRET",
    "STOP",
    "STOP_EARLY",
    "STOP_SECONDS",
    "SUPERVISED",
    "Check",
    "Expectation",
    "Flood",
    "Item",
    "Request",
    "check_names",
    "checks",
    "proofs_of",
]

# Checks that are not one request. Exceptions in framework.toml may name these as well.
BOOT = "boot"
STOP = "stop"
# The same, of a server that has just given its first answer: some have no handler for SIGTERM yet.
STOP_EARLY = "stop-early"
SECRET = "refuses-without-secret"  # noqa: S105  (the name of a check)
SUPERVISED = (BOOT, STOP, STOP_EARLY, SECRET, COOKIES, ADDRESSES)

# From SIGTERM until the port is free and no process is left.
STOP_SECONDS = 5.0


def checks(table: RunTable, mode: Mode) -> tuple[Check, ...]:
    """The requests of the contract for a starter and one of its servers, in the order in which they are made."""
    every = (
        *hello(table.response),
        *hostile_names(table.response),
        *pages(table),
        *static_files(table),
        *production(table),
    )
    return tuple(check for check in every if mode in check.servers)


def check_names() -> frozenset[str]:
    """All names that an exception may give."""
    return frozenset({check.name for check in _all()} | set(SUPERVISED) | set(FILE_CHECKS))


def proofs_of(item: str) -> frozenset[str]:
    """The names of the checks that are a proof of an item of security."""
    proves = {check.name: check.proves for check in _all()} | FILE_CHECKS
    proves |= {SECRET: ("S03", "S08"), COOKIES: ("S21",), ADDRESSES: ("S06",)}
    return frozenset(name for name, items in proves.items() if item in items)


def _all() -> Iterator[Check]:
    table = RunTable("", "", Response.HTML, (), (), static="/static/file.css", documentation="")
    for mode in Mode:
        yield from checks(table, mode)
