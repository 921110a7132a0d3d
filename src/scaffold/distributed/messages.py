"""What goes to a Dask worker and comes back: plain data, such as JSON can hold."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any, TypedDict

from scaffold.model import Cell, Outcome, Resolution, Status


class PlainCell(TypedDict):
    starter: str
    python: str
    resolution: str


class Order(TypedDict):
    """One cell to prove."""

    # The name of the run that it belongs to: what its cells share on a worker is made there once.
    run: str
    cell: PlainCell
    servers: list[str]
    # The day of the proof by fingerprint, of what need not be tried.
    known: dict[str, str]


class Answer(TypedDict):
    """What happened to one cell."""

    outcomes: list[dict[str, Any]]
    # Seconds after the worker began with the run: what the outcomes' `ended_at` are to be seen against.
    now: float
    # For the memory of whoever asked: how long cells took, and the fingerprints of those that are proven.
    took: dict[str, float]
    proven: list[str]
    worker: str
    facts: str


def plain_cell(cell: Cell) -> PlainCell:
    return PlainCell(starter=cell.starter, python=cell.python, resolution=str(cell.resolution))


def cell_of(plain: PlainCell) -> Cell:
    return Cell(plain["starter"], plain["python"], Resolution(plain["resolution"]))


def order(run: str, cell: Cell, servers: Sequence[str], known: Mapping[str, date]) -> Order:
    days = {print_: day.isoformat() for print_, day in known.items()}
    return Order(run=run, cell=plain_cell(cell), servers=[str(server) for server in servers], known=days)


def plain_outcome(outcome: Outcome) -> dict[str, Any]:
    # The log is a file of the worker's, and gone.
    plain = asdict(replace(outcome, log=None))
    # A step may be a Mode: a text of its own kind, which Dask does not send.
    return plain | {"cell": plain_cell(outcome.cell), "status": str(outcome.status), "step": str(outcome.step)}


def outcome_of(plain: Mapping[str, Any]) -> Outcome:
    return Outcome(**{**plain, "cell": cell_of(plain["cell"]), "status": Status(plain["status"])})
