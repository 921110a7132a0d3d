"""What goes to a Dask worker and comes back: plain data, such as JSON can hold."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, TypedDict

from scaffold.model import Cell, Outcome, Resolution, Status


class PlainCell(TypedDict):
    starter: str
    python: str
    resolution: str
    # Of a template that is not ours: names and values.
    options: list[list[str]]


class Order(TypedDict):
    """One cell to look at or to prove."""

    # The name of the run that it belongs to: what its cells share on a worker is made there once.
    run: str
    cell: PlainCell
    servers: list[str]


class Answer(TypedDict):
    """What happened to one cell."""

    outcomes: list[dict[str, Any]]
    # Seconds after the worker began with the run: what the outcomes' `ended_at` are to be seen against.
    now: float
    # How long the cell took, for the memory of whoever asked.
    seconds: float
    worker: str
    facts: str


def plain_cell(cell: Cell) -> PlainCell:
    return PlainCell(
        starter=cell.starter,
        python=cell.python,
        resolution=str(cell.resolution),
        options=[list(option) for option in cell.options],
    )


def cell_of(plain: PlainCell) -> Cell:
    options = tuple((name, value) for name, value in plain["options"])
    return Cell(plain["starter"], plain["python"], Resolution(plain["resolution"]), options)


def order(run: str, cell: Cell, servers: Sequence[str]) -> Order:
    return Order(run=run, cell=plain_cell(cell), servers=[str(server) for server in servers])


def plain_outcome(outcome: Outcome) -> dict[str, Any]:
    # The log is a file of the worker's, and gone.
    plain = asdict(replace(outcome, log=None))
    # A step may be a Mode: a text of its own kind, which Dask does not send.
    return plain | {"cell": plain_cell(outcome.cell), "status": str(outcome.status), "step": str(outcome.step)}


def outcome_of(plain: Mapping[str, Any]) -> Outcome:
    return Outcome(**{**plain, "cell": cell_of(plain["cell"]), "status": Status(plain["status"])})
